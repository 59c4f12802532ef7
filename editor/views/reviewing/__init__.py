"""Looking at what came of it: the review screen, its acts, and what happened to an order."""
