"""Under which address this installation is reached: for links that leave the page they are on, in mails above all."""

from __future__ import annotations

from django.conf import settings
from django.http.request import validate_host


def site_address(asked_at: str = "") -> str:
    """The address before every path, without a slash at its end.

    PUBLIC_BASE_URL where it is given; else `asked_at`, what `request.build_absolute_uri("/")` says of whoever asks;
    else, where nobody asked, this machine's own.
    """
    return (settings.PUBLIC_BASE_URL or asked_at or own_address()).rstrip("/")


def own_address() -> str:
    return f"https://{own_host()}" if settings.PRODUCTION else f"http://{own_host()}:{settings.PORT}"


def own_host() -> str:
    """A name this installation answers to, as near to BIND as there is."""
    allowed = settings.ALLOWED_HOSTS
    bound = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
    named = [host.removeprefix(".") for host in allowed if host != "*"]
    everywhere = bound in {"0.0.0.0", "[::]"}  # noqa: S104 (compared, not bound)
    candidates = [*([] if everywhere else [bound]), "127.0.0.1", *named]
    return next((host for host in candidates if validate_host(host, allowed)), "127.0.0.1")
