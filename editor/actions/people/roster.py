"""Everybody with an account, as reviewers see them: groups, whether they have come, and how they sign in."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from editor.actions.desk.noting import notes
from editor.models import Role, SignInLink, User

NOTES = 20
"""How many of the latest are listed."""


class Which(TextChoices):
    """What the list shows; the groups are named as `Role` names them."""

    ALL = "", _("Everybody")
    DESIGNER = "designer", _("Designers")
    AGENT = "agent", _("Agents")
    REVIEWER = "reviewer", _("Reviewers")
    INVITED = "invited", _("Invited")
    CLOSED = "closed", _("Closed")


def roster(which: Which = Which.ALL) -> QuerySet[User]:
    """In the order of their names, closed accounts last.

    Each has `has_app`, whether signing in takes two steps, and `invited_until`, when their unused link ends, if any.
    """
    unused = SignInLink.objects.filter(user=OuterRef("pk"), used_at=None).order_by("-expires_at").values("expires_at")
    people = User.objects.filter(_where(which)).annotate(
        has_app=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        invited_until=Subquery(unused[:1]),
    )
    return people.prefetch_related("groups").order_by("-is_active", Lower("first_name"), "username")


def notes_on(person: User) -> QuerySet[LogEntry]:
    """What reviewers did with this account, the latest first."""
    return notes(User).filter(object_id=str(person.pk))[:NOTES]


def is_late(person: User) -> bool:
    """Whether the invitation of somebody expected ended before they came; of one of the roster."""
    until = getattr(person, "invited_until", None)
    return person.is_expected and (until is None or until < timezone.now())


def _where(which: Which) -> Q:
    if which == Which.INVITED:
        # Unusable passwords begin with a mark that no hash begins with.
        return Q(last_login=None, password__startswith="!", is_active=True)  # noqa: S106
    if which == Which.CLOSED:
        return Q(is_active=False)
    return Q(groups__name=Role(which)) if which else Q()
