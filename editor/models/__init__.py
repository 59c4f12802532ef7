"""Tables and their QuerySets; no I/O beyond the ORM."""

from editor.models.access import Act, Part, can, can_add_photos, can_edit, can_manage_people
from editor.models.budget import Budget
from editor.models.call import Call, Published
from editor.models.clearing import Clearing, clearing_due
from editor.models.comment import Comment
from editor.models.digest import Digest
from editor.models.draft import Draft
from editor.models.event import Event
from editor.models.listing import Listing
from editor.models.notification import Notification
from editor.models.objects import ObjectList
from editor.models.opening import Opening, opening_due
from editor.models.order import Order, Rendition, Revision
from editor.models.photo import Photo
from editor.models.provider import ProviderState
from editor.models.remote import RemoteOrder, closing_due
from editor.models.submission import Submission, submission_due
from editor.models.user import Role, SignInLink, User
from editor.models.word import Word

__all__ = [
    "Act",
    "Budget",
    "Call",
    "Clearing",
    "Comment",
    "Digest",
    "Draft",
    "Event",
    "Listing",
    "Notification",
    "ObjectList",
    "Opening",
    "Order",
    "Part",
    "Photo",
    "ProviderState",
    "Published",
    "RemoteOrder",
    "Rendition",
    "Revision",
    "Role",
    "SignInLink",
    "Submission",
    "User",
    "Word",
    "can",
    "can_add_photos",
    "can_edit",
    "can_manage_people",
    "clearing_due",
    "closing_due",
    "opening_due",
    "submission_due",
]
