"""The reviewer's screens: every order and submission with its calls, to be read; and the services, to be switched."""

from editor.admin import rows as rows  # registers what is listed
from editor.admin.desk import desk

__all__ = ["desk"]
