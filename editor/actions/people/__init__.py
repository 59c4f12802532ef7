"""People and their accounts: invited, changed, signed in."""
