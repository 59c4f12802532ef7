"""What an admin may write into the settings, and what comes back when it is wrong."""

import httpx
import pytest

from editor.http import BadCredential, Door, TrustedHosts, base_origin, clean_credential

AWKWARD = "a-key-that-must-not-leak"


@pytest.mark.parametrize(
    "text", ["https://api.example.com", " https://api.example.com/ \n", "http://127.0.0.1:8080", "http://[::1]:8080"]
)
def test_a_base_url_is_scheme_host_and_port(text: str) -> None:
    assert base_origin(text).path == "/"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.example.com",
        "ftp://api.example.com",
        "https://",
        "https://user:word@api.example.com",
        "https://api.example.com/v2",
        "https://api.example.com?key=1",
        "https://api.example.com#top",
        "http://[::1",
    ],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as https://api\.example\.com|must end after the host"):
        base_origin(text)


def test_a_trusted_host_without_a_port_means_its_ordinary_ones() -> None:
    trusted = TrustedHosts(["cdn.internal", "10.0.0.5:9000"])

    assert httpx.URL("http://cdn.internal/a.png") in trusted
    assert httpx.URL("https://CDN.internal/a.png") in trusted
    assert httpx.URL("http://10.0.0.5:9000/a.png") in trusted
    assert httpx.URL("http://cdn.internal:6379/a.png") not in trusted
    assert httpx.URL("http://10.0.0.5/a.png") not in trusted
    assert httpx.URL("http://cdn.internal.mallory.example/a.png") not in trusted


@pytest.mark.parametrize("entry", ["", "https://cdn.internal", "cdn.internal/path", "user@cdn.internal", "a b", "x?y"])
def test_a_trusted_host_that_is_not_a_host_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="host"):
        TrustedHosts([entry])


@pytest.mark.parametrize("value", [f"{AWKWARD}\n", f"  {AWKWARD}\r\n", f"\ufeff{AWKWARD}", f"{AWKWARD}\u200b\n"])
def test_a_key_pasted_with_its_newline_is_the_key(value: str) -> None:
    assert clean_credential("X_API_KEY", value) == AWKWARD


@pytest.mark.parametrize(
    "value", [f"{AWKWARD}\nx", f"{AWKWARD}\x00", f"{AWKWARD}é", f"ключ{AWKWARD}", " ", f"{AWKWARD}\u200bx"]
)
def test_a_key_that_cannot_be_sent_is_named_but_never_quoted(value: str) -> None:
    with pytest.raises(BadCredential, match="X_API_KEY") as caught:
        clean_credential("X_API_KEY", value)
    assert AWKWARD not in repr(caught.value)
    assert caught.value.__cause__ is None
    with pytest.raises(BadCredential):
        Door("https://api.example.com", credentials={"x-api-key": value})
