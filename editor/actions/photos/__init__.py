"""Photos coming in, their pictures and files, and what is pointed at in them."""
