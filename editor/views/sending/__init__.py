"""Asking services for removals, and what services ask here."""
