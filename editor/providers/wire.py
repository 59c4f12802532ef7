"""Pictures in requests and answers, where services differ only in small things."""

from __future__ import annotations

import re
from base64 import b64decode

from editor.http import File

_DATA_URL = re.compile(r"data:[^,]{0,200},")
_SPACE = re.compile(r"\s+")


def decoded_base64(text: object) -> bytes:
    """The bytes of a base64 text, bare or as a data URL. Raises ValueError for anything else, and where it is empty."""
    if not isinstance(text, str):
        raise ValueError("no base64 text")
    prefix = _DATA_URL.match(text)
    data = b64decode(_SPACE.sub("", text[prefix.end() :] if prefix else text), validate=True)
    if not data:
        raise ValueError("the base64 text is empty")
    return data


def file_part(field: str, data: bytes, media_type: str) -> tuple[str, File]:
    """A file of a multipart form, under a name that says what it is and nothing about the photo."""
    return field, (f"{field}.{media_type.rpartition('/')[2]}", data, media_type)
