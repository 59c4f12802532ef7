"""People, and the single-use links that sign them in without a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

LINK_LIFETIME = timedelta(hours=24)


class User(AbstractUser):
    """A person. Staff review: they see every order; everybody else sees their own."""

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    @property
    def called(self) -> str:
        """The name pages say."""
        return self.get_full_name() or self.username

    @property
    def sees_everything(self) -> bool:
        return self.is_active and self.is_staff


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
