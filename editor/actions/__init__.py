"""Use cases, one function and one transaction each; the actor is always named."""
