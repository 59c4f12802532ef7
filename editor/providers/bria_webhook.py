"""Whether a webhook comes from BRIA: docs.bria.ai/webhooks.

Signed is "{id}.{timestamp}.{raw body}", HMAC-SHA256 in base64; the key of that is itself an HMAC-SHA256, of a fixed
text with the API token. The age is not checked: a webhook only makes us ask for the status sooner, so an old one sent
once more does nothing.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping

from editor.http import BadCredential, clean_credential

_PURPOSE = b"bria-webhook-signing-v1"


def signed_request_id(headers: Mapping[str, str], body: bytes, api_token: str) -> str | None:
    """The request_id a webhook tells about, where BRIA signed it with this token; None for anything else.

    `body` is the raw body, not what a JSON reader made of it.
    """
    given = {name.lower(): value for name, value in headers.items()}
    request_id, timestamp = given.get("bria-webhook-id", ""), given.get("bria-webhook-timestamp", "")
    try:
        token = clean_credential("BRIA_API_TOKEN", api_token)
    except BadCredential:
        return None
    if not request_id or not timestamp:
        return None
    key = hmac.digest(token.encode(), _PURPOSE, "sha256")
    expected = b"v1=" + b64encode(hmac.digest(key, f"{request_id}.{timestamp}.".encode() + body, "sha256"))
    signatures = [part.strip().encode() for part in given.get("bria-webhook-signature", "").split(",")]
    return request_id if any(hmac.compare_digest(expected, signature) for signature in signatures) else None
