"""People's accounts: what each changes of their own, and what reviewers change of everybody's.

No account is ever deleted: what somebody did stays theirs. Nobody shuts themself out, so a reviewer always remains.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from editor.actions.desk.noting import note
from editor.actions.errors import Refused
from editor.actions.people.two_steps import app_of, forget_app
from editor.models import Role, SignInLink, User, can_manage_people

SEEN_AGAIN = timedelta(hours=1)
NOT_A_REVIEWER = _("Only a reviewer can invite people and change their accounts.")
NOT_THEMSELF = _("You cannot shut yourself out: another reviewer has to do that.")
OWN_ADDRESS = _("Your own address is changed on the page of your account, which takes your password.")
OWN_APP = _("Your own codes are switched off on the page of your account, which takes a code.")


@transaction.atomic
def change_own(*, actor: User, name: str, email: str, wants_digest: bool) -> None:
    """Raises Refused where the address is another's."""
    lock_people()
    check_free(email, but=actor)
    actor.first_name, actor.last_name, actor.email, actor.wants_digest = name, "", email, wants_digest
    actor.save(update_fields=["first_name", "last_name", "email", "wants_digest"])


def speak(*, actor: User, language: str) -> None:
    """What is written to them is written in this language from now on."""
    User.objects.filter(pk=actor.pk).exclude(language=language).update(language=language)


@transaction.atomic
def change_person(*, actor: User, person: User, name: str, email: str, roles: Collection[Role]) -> None:
    """Raises Refused where the address is another's, or the actor would be no reviewer any more.

    Nor does the actor change their own address here: that takes their password.
    """
    lock_people()
    check_manages(actor)
    if person == actor and Role.REVIEWER not in roles:
        raise Refused(NOT_THEMSELF)
    if person == actor and email != person.email:
        raise Refused(OWN_ADDRESS)
    check_free(email, but=person)
    if changed := _changes(person, name, email, roles):
        person.first_name, person.last_name, person.email = name, "", email
        person.save(update_fields=["first_name", "last_name", "email"])
        person.put_in(*roles)
        note(actor=actor, about=person, called=person.called, what=f"Changed {', '.join(changed)}.")


@transaction.atomic
def close_account(*, actor: User, person: User) -> None:
    """They are signed out and do not come in again, also not by an invitation. Their orders stay. Raises Refused."""
    lock_people()
    check_manages(actor)
    if person == actor:
        raise Refused(NOT_THEMSELF)
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise Refused(gettext("The account of %(person)s is closed already.") % {"person": person.called})
    _end_sessions(person)
    what = "Withdrew the invitation." if person.is_expected else "Closed the account."
    note(actor=actor, about=person, called=person.called, what=what)


@transaction.atomic
def open_account(*, actor: User, person: User) -> None:
    """Raises Refused."""
    lock_people()
    check_manages(actor)
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        raise Refused(gettext("The account of %(person)s is open already.") % {"person": person.called})
    note(actor=actor, about=person, called=person.called, what="Opened the account again.")


@transaction.atomic
def sign_out_everywhere(*, actor: User, person: User) -> None:
    """Every session of theirs is over, and links that would begin one. One's own, or as a reviewer. Raises Refused."""
    if person != actor:
        check_manages(actor)
        note(actor=actor, about=person, called=person.called, what="Signed them out everywhere.")
    _end_sessions(person)


@transaction.atomic
def remove_lost_app(*, actor: User, person: User) -> None:
    """Somebody who lost their phone signs in with one step again. Raises Refused."""
    check_manages(actor)
    if person == actor:
        raise Refused(OWN_APP)
    if app_of(person) is None:
        raise Refused(gettext("%(person)s signs in with one step already.") % {"person": person.called})
    forget_app(person)
    note(actor=actor, about=person, called=person.called, what="Switched two-step codes off.")


def note_seen(person: User) -> None:
    """That they are at it, once an hour: most pages write nothing."""
    now = timezone.now()
    if person.last_seen is None or now - person.last_seen > SEEN_AGAIN:
        User.objects.filter(pk=person.pk).update(seen_at=now)


def check_manages(actor: User) -> None:
    """Raises Refused where they do not, or do not any more: asked of the database anew."""
    if not can_manage_people(User.objects.get(pk=actor.pk)):
        raise Refused(NOT_A_REVIEWER)


def check_free(email: str, *, but: User | None = None) -> None:
    """Raises Refused where somebody else has the address, in whatever case it is written."""
    if not email:
        return
    taken = User.objects.filter(email__iexact=email).first()
    if taken is None or taken == but:
        return
    if taken.is_active:
        raise Refused(gettext("%(email)s belongs to %(person)s already.") % {"email": email, "person": taken.called})
    raise Refused(
        gettext("%(email)s belongs to %(person)s, whose account is closed. Open it again instead.")
        % {"email": email, "person": taken.called}
    )


def lock_people() -> None:
    """Until the transaction around this ends, nobody else changes who is who: what was checked still holds."""
    list(Group.objects.select_for_update().filter(name=Role.REVIEWER))


def _changes(person: User, name: str, email: str, roles: Collection[Role]) -> list[str]:
    """What differs, in words for the log."""
    groups = " and ".join(sorted(roles)) or "none"
    differs = {
        "the name": name != person.get_full_name(),
        "the e-mail address": email != person.email,
        f"the groups to {groups}": set(roles) != person.roles_given,
    }
    return [what for what, has in differs.items() if has]


def _end_sessions(person: User) -> None:
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch", "is_active"])
    SignInLink.objects.unused_of(person).delete()
