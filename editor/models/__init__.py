"""Tables and their QuerySets; no I/O beyond the ORM."""

from editor.models.draft import Draft
from editor.models.event import Event
from editor.models.order import Order, Rendition, Revision
from editor.models.photo import Photo
from editor.models.submission import Submission, submission_due
from editor.models.user import SignInLink, User

__all__ = [
    "Draft",
    "Event",
    "Order",
    "Photo",
    "Rendition",
    "Revision",
    "SignInLink",
    "Submission",
    "User",
    "submission_due",
]
