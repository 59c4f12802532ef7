"""People, the groups they are in, and the single-use links that sign them in without a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LINK_LIFETIME = timedelta(hours=24)


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

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    @property
    def called(self) -> str:
        """The name pages say."""
        return self.get_full_name() or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Asked of the database once; `put_in` forgets it."""
        if not self.is_active:
            return frozenset()
        names = self.groups.filter(name__in=Role.values).values_list("name", flat=True)
        return frozenset(Role(name) for name in names)

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
        self.__dict__.pop("roles", None)


class SignInLinkQuerySet(models.QuerySet["SignInLink"]):
    def issue(self, user: User) -> str:
        """A new token for `user`. Only its hash is stored; links issued to them before stop working."""
        self.filter(user=user, used_at=None).delete()
        token = secrets.token_urlsafe(32)
        self.create(user=user, token_hash=_hash(token), expires_at=timezone.now() + LINK_LIFETIME)
        return token

    def redeem(self, token: str) -> User | None:
        """The person the token signs in, once; None when it was used, has expired or never existed."""
        now = timezone.now()
        link = self.filter(token_hash=_hash(token), used_at=None, expires_at__gt=now).select_related("user").first()
        if link is None or not self.filter(pk=link.pk, used_at=None).update(used_at=now):
            return None
        return link.user if link.user.is_active else None


class SignInLink(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"sign-in link for {self.user}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
