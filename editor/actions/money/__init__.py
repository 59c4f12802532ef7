"""What results cost, what they may cost, and what they did."""
