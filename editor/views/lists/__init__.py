"""Photos and listings, found, chosen, brought in and taken away."""
