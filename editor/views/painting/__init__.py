"""The page one paints on, and what its scripts ask for."""
