"""People, the groups they are in, and the single-use links that sign them in without a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

LINK_LIFETIME = timedelta(hours=24)
SESSION_SALT = "editor.session"


class Role(models.TextChoices):
    """The groups of people; the values are the groups' names. What each may do stands in `access.py`."""

    DESIGNER = "designer", _("Designer")
    AGENT = "agent", _("Agent")
    REVIEWER = "reviewer", _("Reviewer")


class People(UserManager["User"]):
    def in_group(self, role: Role) -> models.QuerySet[User]:
        """The people in a group whose account is open."""
        return self.filter(is_active=True, groups__name=role.value)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **facts: Any
    ) -> User:
        """Whoever runs the server is in every group: one person can be a whole office."""
        person = super().create_superuser(username, email, password, **facts)
        person.put_in(*Role)
        return person


class User(AbstractUser):
    """A person, in any number of groups.

    `session_epoch` grows when the person signs out everywhere: sessions of an earlier one are over.
    """

    session_epoch = models.PositiveIntegerField(default=0)
    wants_digest = models.BooleanField(default=True)
    """Whether what happens is told by e-mail, too."""
    seen_at = models.DateTimeField(null=True, blank=True)
    """Noted at most once an hour, and not in the hour after signing in: see `last_seen`."""
    language = models.CharField(max_length=16, blank=True)
    """In which they read pages last, for what is written to them; empty where nobody knows."""

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    @property
    def called(self) -> str:
        """The name pages say."""
        return self.get_full_name() or self.username

    @property
    def is_expected(self) -> bool:
        """Invited, and not here yet."""
        return self.last_login is None and not self.has_usable_password()

    @property
    def last_seen(self) -> datetime | None:
        """When they last did anything here, to the hour."""
        return max(filter(None, (self.last_login, self.seen_at)), default=None)

    @property
    def roles(self) -> frozenset[Role]:
        """The groups that count: none while the account is closed."""
        return self.roles_given if self.is_active else frozenset()

    @cached_property
    def roles_given(self) -> frozenset[Role]:
        """Asked of the database once; `put_in` forgets it."""
        return frozenset(Role(group.name) for group in self.groups.all() if group.name in Role.values)

    @property
    def groups_named(self) -> list[Role]:
        """The same in the order that pages list them in."""
        return [role for role in Role if role in self.roles_given]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on; Django asks here for its current key and for former ones alike.

        In the first epoch it is Django's own, so that nobody was signed out when epochs came.
        """
        usual: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # the stubs know public names only
        if not self.session_epoch:
            return usual
        return salted_hmac(SESSION_SALT, f"{usual}/{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_designer(self) -> bool:
        return Role.DESIGNER in self.roles

    @property
    def is_agent(self) -> bool:
        return Role.AGENT in self.roles

    @property
    def sees_everything(self) -> bool:
        """Whether they review."""
        return Role.REVIEWER in self.roles

    def put_in(self, *roles: Role) -> None:
        """Into these groups and out of the others."""
        self.groups.remove(*self.groups.filter(name__in=Role.values))
        self.groups.add(*(Group.objects.get_or_create(name=role.value)[0] for role in roles))
        self.__dict__.pop("roles_given", None)


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    def issue(self, user: User, *, token: str = "", lifetime: timedelta = LINK_LIFETIME) -> str:
        """A new token for `user`, or one from `new_token` that was told already.

        Only its hash is stored; links issued to them before stop working.
        """
        self.unused_of(user).delete()
        token = token or new_token()
        self.create(user=user, token_hash=_hash(token), expires_at=timezone.now() + lifetime)
        return token

    def unused_of(self, user: User) -> Self:
        return self.filter(user=user, used_at=None)

    def find(self, token: str) -> SignInLink | None:
        """The link of a token that still signs in; None when it was used, has expired or never existed."""
        fresh = self.filter(token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True)
        return fresh.select_related("user").first()

    def redeem(self, token: str) -> User | None:
        """The person the token signs in, once."""
        link = self.find(token)
        if link is None or not self.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
            return None
        return link.user


class SignInLink(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"sign-in link for {self.user}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
