"""BRIA's list of the objects in a picture, each as a mask: docs.bria.ai, "Generate All Masks".

    POST /v2/image/segment/all_masks   may bill; bare base64 in JSON   → 202 request_id, or 200 with the list
    GET  /v2/status/{id}               free                            → as for the eraser

The pages say what is in a mask (a PNG of the picture's size, white on black, best first), not where in the answer the
list stands: it is looked for in the answer and in its `result`, and a mask's link under the names in `LINKS`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from editor.imaging.errors import PictureError
from editor.imaging.limits import Limits
from editor.imaging.photo import open_upright
from editor.marking import gettext_noop as _
from editor.providers.base import BadResponse, Control, Unavailable
from editor.providers.bria import STATES, Bria

ALL_MASKS = "/v2/image/segment/all_masks"
LINKS = ("image_url", "mask_url", "url")
MOST_MASKS = 300
"""Their page shows 65 for a street; ten times as many would be no list of objects."""
MASK_BYTES = 8 * 2**20

Size = tuple[int, int]


class BriaObjects(Bria):
    def hand_over(self, picture: bytes, control: Control) -> tuple[str, list[str] | None]:
        """The id of the request, and the masks' links where they are there at once. Raises ProviderError; may bill."""
        body = self.read(self.ask(control, "POST", ALL_MASKS, bills=True, json=self._asked(picture)))
        links = _links(body)
        return self.identifier(body, "request_id"), links

    def links(self, request_id: str, control: Control) -> list[str] | None:
        """The masks' links; None while BRIA is at work. Costs nothing. Raises ProviderError."""
        answer = self.ask(control, "GET", self._status_path({"request_id": request_id}), also={404})
        if answer.status == 404:
            raise Unavailable(_("BRIA does not know of this any more. Ask it again."), detail="NOT_FOUND")
        body = self.read(answer, free=True)
        state = STATES.get(self.word(body, "status"))
        if state == "running":
            return None
        if state == "done" and (links := _links(body)) is not None:
            return links
        detail = self.door(control).redacted(body)
        if state == "failed":
            raise self._failure(body, detail)
        raise BadResponse(_("BRIA sent an answer that is not understood."), detail=detail)

    def _asked(self, picture: bytes) -> dict[str, Any]:
        return {
            "image": b64encode(picture).decode(),
            "sync": False,
            "visual_input_content_moderation": self.switch("BRIA_INPUT_MODERATION"),
        }


def read_mask(data: bytes, size: Size) -> npt.NDArray[np.bool_]:
    """The pixels of a mask, True where the object is. Raises BadResponse where it is none of this size."""
    try:
        limits = Limits(max_bytes=MASK_BYTES, max_pixels=size[0] * size[1], max_side=max(size))
        mask = open_upright(BytesIO(data), limits).convert("RGB").getchannel("R")
    except PictureError as error:
        raise BadResponse(_("BRIA sent a mask that cannot be read."), detail=error.code) from error
    if mask.size != size:
        raise BadResponse(_("BRIA sent a mask of another size."), detail=f"{mask.size} for {size}")
    return np.asarray(mask) > 127


def encoded(picture: Image.Image) -> bytes:
    """The picture as it is sent: its masks need no more than this."""
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


def _links(body: Mapping[str, Any]) -> list[str] | None:
    """The links of the list in an answer, best first; None where there is none. Raises BadResponse for an odd one."""
    inner = body.get("result")
    holders = [body, inner] if isinstance(inner, dict) else [body]
    listed = next((holder["masks"] for holder in holders if isinstance(holder.get("masks"), list)), None)
    listed = inner if listed is None and isinstance(inner, list) else listed
    if listed is None:
        return None
    if len(listed) > MOST_MASKS:
        raise BadResponse(_("BRIA sent more masks than a picture has objects."), detail=f"{len(listed)} masks")
    return [_link(each) for each in listed]


def _link(mask: Any) -> str:
    found = [mask[name] for name in LINKS if isinstance(mask, dict) and isinstance(mask.get(name), str) and mask[name]]
    if not found:
        raise BadResponse(_("BRIA sent a mask without a link."), detail=f"{type(mask).__name__}")
    return str(found[0])
