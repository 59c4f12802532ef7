"""Listings and lists: made, found, sorted, given to people, and how photos stand at a glance."""
