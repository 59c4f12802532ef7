"""Having things removed: asked for, foreseen, sent in parts or to several, asked about again, and what comes back."""
