"""The reviewer's desk: what needs a person, every order and removal, what services cost and how they do."""

from editor.admin import budgets as budgets  # these register what is listed
from editor.admin import closings as closings
from editor.admin import orders as orders
from editor.admin import removals as removals
from editor.admin.desk import desk

__all__ = ["desk"]
