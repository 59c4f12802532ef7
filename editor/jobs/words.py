"""What the flow itself has to say to a person, and the errors that are its own."""

from __future__ import annotations

from editor.marking import gettext_noop as _
from editor.providers.base import ProviderError

MAX_ATTEMPTS = 5
"""Claims without progress after which a submission ends: a picture that kills its worker must not do so forever."""

LOST = _("The service's answer was lost. It may have done the work, so nothing was sent again.")
MAY_HAVE_BILLED = _("The service may have done the work and counted it, so nothing was sent again.")
KEPT = _("The result is kept here: look again to place it.")
NOT_KNOWN = _("The service was asked and does not know of this job. It may have counted it all the same.")
LATE = _("The service took longer than it is waited for.")
WAITED = _("This waited for an hour and was not sent. Try again, or choose another service.")
WORN_OUT = _("This did not work after several tries. Try again, or choose another service.")
INTERNAL = _("Something went wrong in Eraser itself. Your photo and mask are safe; try again.")
UNREADABLE = _("A stored picture of this order could not be read. Ask the person who runs this server.")
NOT_STORED = _("The result could not be stored here; the disk may be full. Ask the person who runs this server.")
STOPPED_LATE = _("This was stopped while the service was at work.")
WRONG_SIZE = _("The service gave back a picture of another size, which cannot be placed.")


class WornOut(ProviderError):
    code = "worn_out"


class Late(ProviderError):
    code = "late"


class Internal(ProviderError):
    code = "internal"


class Unreadable(ProviderError):
    code = "unreadable"


class NotStored(ProviderError):
    code = "not_stored"
