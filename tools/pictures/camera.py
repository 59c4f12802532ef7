"""Makes a small file of what a page shows."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import FloatRect, Page

from tests.start.installation import ROOT

PICTURES = ROOT / "docs" / "pictures"
COLOURS = 256


def photograph(page: Page, name: str, *, width: int, clip: FloatRect | None = None) -> None:
    """A palette PNG of the page, or of a part of it, at most so wide."""
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as shot:
        picture = shot.convert("RGB")
    picture.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
    # The palette is chosen so that a rare colour, as of a mask, has its place beside those of the walls.
    palette = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=4)
    few = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(PICTURES / f"{name}.png", optimize=True)
