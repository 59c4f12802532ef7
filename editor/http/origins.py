"""Origins: the base URL of a service, the hosts results may come from, and header values that can be sent."""

import re
from collections.abc import Iterable

import httpx

from .errors import BadCredential, Forbidden

Origin = tuple[str, str, int]
"""Scheme, host in lower case, port."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


def origin_of(url: httpx.URL) -> Origin:
    """Raises Forbidden for a URL that is not http or https, has no host, or carries a user name."""
    if url.scheme not in _PORTS or not _HOST.fullmatch(url.raw_host):
        raise Forbidden(f"Only http and https addresses are asked, not {url.scheme or 'no scheme'}.")
    if url.userinfo:
        raise Forbidden("An address with a user name in it is never asked.")
    return url.scheme, url.raw_host.decode("ascii").lower(), url.port or _PORTS[url.scheme]


def parsed(text: str) -> httpx.URL:
    """The URL without its fragment. Raises Forbidden where it cannot be read as one."""
    try:
        return httpx.URL(text).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Forbidden("This is not an address that can be asked.") from error


def base_origin(text: str) -> httpx.URL:
    """A configured base URL: scheme, host and port only. Raises ValueError with a sentence that says what is wrong."""
    cleaned = text.strip()
    try:
        url = parsed(cleaned)
        origin_of(url)
    except Forbidden as error:
        raise ValueError(f"is not the address of a service, such as https://api.example.com ({error})") from error
    if url.path.strip("/") or url.query or "?" in cleaned or "#" in cleaned:
        raise ValueError("must end after the host or port; the paths are known already")
    return url.copy_with(path="/")


class TrustedHosts:
    """Hosts named in the configuration, as "host" (its ordinary ports) or "host:port"; they may be private and plain
    http. Trust is for one port, so that naming a service on this machine does not open the machine's other ports.

    Raises ValueError with a sentence for an entry that is neither.
    """

    def __init__(self, entries: Iterable[str], base: httpx.URL | None = None) -> None:
        self._ports: set[tuple[str, int]] = set()
        for entry in entries:
            self._ports |= _ports_of(entry.strip())
        if base is not None:
            self._ports.add(origin_of(base)[1:])

    def __contains__(self, url: httpx.URL) -> bool:
        return origin_of(url)[1:] in self._ports


def _ports_of(entry: str) -> set[tuple[str, int]]:
    try:
        # A written ":80" is dropped as http's own port, so it is looked for in the text below.
        url = parsed(f"http://{entry}")
        _, host, port = origin_of(url)
    except Forbidden as error:
        raise ValueError(f"{entry!r} is not a host, such as cdn.example.com or 10.0.0.5:9000") from error
    if url.path != "/" or url.query or "/" in entry or "?" in entry or "#" in entry:
        raise ValueError(f"{entry!r} must be a host with or without a port, nothing more")
    if url.port is None and not entry.endswith(":80"):
        return {(host, 80), (host, 443)}
    return {(host, port)}


def clean_credential(name: str, value: str) -> str:
    """A key or token as it can be sent: without the newline it was pasted or mounted with, visible ASCII only.

    Checked here because the libraries below quote a bad header, value and all, in the text of their error.
    `name` is the header's or the setting's. Raises BadCredential, which never holds the value.
    """
    cleaned = value.strip().strip("\ufeff\u200b").strip()
    if not cleaned:
        raise BadCredential(f"{name} is empty.")
    if not all(" " <= character <= "~" for character in cleaned):
        raise BadCredential(f"{name} has a character in it that cannot be sent; copy it again from the service.")
    return cleaned
