"""What reviewers have before them: what needs somebody, what was done, what grows old."""
