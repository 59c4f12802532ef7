"""Tables and their QuerySets; no I/O beyond the ORM."""

from editor.models.call import Call, Published
from editor.models.draft import Draft
from editor.models.event import Event
from editor.models.objects import ObjectList
from editor.models.opening import Opening, opening_due
from editor.models.order import Order, Rendition, Revision
from editor.models.photo import Photo
from editor.models.provider import ProviderState
from editor.models.remote import RemoteOrder, closing_due
from editor.models.submission import Submission, submission_due
from editor.models.user import SignInLink, User

__all__ = [
    "Call",
    "Draft",
    "Event",
    "ObjectList",
    "Opening",
    "Order",
    "Photo",
    "ProviderState",
    "Published",
    "RemoteOrder",
    "Rendition",
    "Revision",
    "SignInLink",
    "Submission",
    "User",
    "closing_due",
    "opening_due",
    "submission_due",
]
