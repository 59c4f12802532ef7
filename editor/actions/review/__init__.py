"""Between the one who paints and the one who judges, up to the finalised order and back."""
