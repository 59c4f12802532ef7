"""Signing in, one's own account, and what one is told."""
