"""How services stand, who switched them, and the orders they keep."""
