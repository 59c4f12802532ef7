"""What the editor's tests share: a page to paint on, pointers that move, masks as arrays of booleans."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from editor.models import Order

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Points = list[tuple[float, float]]

VIOLET = (120, 120, 205, 255)

# The size of most tests' photo: odd both ways, so that padding bits are met.
KITCHEN = (601, 403)


class Hand(Protocol):
    """A mouse, of Playwright's or of tests/browser/firefox.py."""

    def move(self, x: float, y: float, *, steps: int = ...) -> None: ...
    def down(self, *, button: Any = ...) -> None: ...
    def up(self, *, button: Any = ...) -> None: ...


class Keys(Protocol):
    def press(self, key: str, /) -> None: ...


class Window(Protocol):
    """What a page of either browser can do."""

    @property
    def mouse(self) -> Hand: ...
    @property
    def keyboard(self) -> Keys: ...
    def goto(self, url: str, /) -> Any: ...
    def evaluate(self, expression: str, /) -> Any: ...
    def wait_for_timeout(self, timeout: float, /) -> None: ...


AnyWindow = TypeVar("AnyWindow", bound=Window)


def open_editor(page: AnyWindow, order: Order, query: str = "") -> AnyWindow:
    """The order's paint page, ready to paint on; `strokes` on it notes what was painted."""
    page.goto(f"/orders/{order.pk}/paint/{query}")
    wait_until(page, "document.querySelector('mask-editor')?.studio?.camera.stage.width > 1")
    page.evaluate(
        """() => {
            window.strokes = [];
            const editor = document.querySelector('mask-editor');
            editor.addEventListener('stroke', (event) => window.strokes.push(event.detail));
        }"""
    )
    return page


def wait_until(page: Window, expression: str) -> None:
    """Until a JavaScript expression is true, 15 seconds at most. Playwright's own way breaks the content policy."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"This never became true: {expression}")


def on_screen(page: Window, x: float, y: float) -> tuple[float, float]:
    """Where image pixel coordinates lie in the window, from the photo's own box."""
    left, top, scale = page.evaluate(
        """() => {
            const photo = document.querySelector('.photo');
            const box = photo.getBoundingClientRect();
            return [box.left, box.top, box.width / photo.offsetWidth];
        }"""
    )
    return left + x * scale, top + y * scale


def drag(page: Window, points: Points, button: Any = "left") -> None:
    """A mouse stroke through points in image pixels."""
    page.mouse.move(*on_screen(page, *points[0]))
    page.mouse.down(button=button)
    for point in points[1:]:
        page.mouse.move(*on_screen(page, *point), steps=4)
    page.mouse.up(button=button)


def strokes(page: Window) -> list[dict[str, Any]]:
    """What the editor says of each stroke so far: tool, shape, whether it added, points in image pixels."""
    found: list[dict[str, Any]] = page.evaluate("window.strokes")
    return found


def brute_force(size: tuple[int, int], painted: list[dict[str, Any]]) -> Mask:
    """Every pixel asked by itself whether its centre is in what was drawn."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    mask = np.zeros((size[1], size[0]), dtype=np.bool_)
    for stroke in painted:
        points = [(point["x"], point["y"], point["radius"]) for point in stroke["points"]]
        if stroke["shape"] == "area":
            mask[_turns(points, columns, rows) != 0] = stroke["adds"]
            continue
        for (ax, ay, _), (bx, by, radius) in pairwise([points[0], *points]):
            dx, dy = bx - ax, by - ay
            length2 = dx * dx + dy * dy
            along = ((columns - ax) * dx + (rows - ay) * dy) / length2 if length2 else np.zeros_like(rows)
            along = np.clip(along, 0, 1)
            away2 = (columns - ax - along * dx) ** 2 + (rows - ay - along * dy) ** 2
            mask[away2 <= radius**2] = stroke["adds"]
    return mask


def _turns(points: list[tuple[float, float, float]], columns: Floats, rows: Floats) -> NDArray[np.int64]:
    """How often the closed outline goes round each place, by the edges that pass at its left."""
    turns = np.zeros(rows.shape, dtype=np.int64)
    for (ax, ay, _), (bx, by, _) in pairwise([points[-1], *points]):
        side = (bx - ax) * (rows - ay) - (by - ay) * (columns - ax)
        turns += ((ay <= rows) & (rows < by) & (side <= 0)).astype(np.int64)
        turns -= ((by <= rows) & (rows < ay) & (side >= 0)).astype(np.int64)
    return turns


def as_mask(data: bytes) -> Mask:
    """A masked PNG's pixels; it must hold two colours and nothing else."""
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    colours = {colour for _, colour in picture.getcolors(maxcolors=8) or []}
    assert colours == {(0, 0, 0, 0), VIOLET}
    opaque: Mask = np.asarray(picture)[:, :, 3] == 255
    return opaque


def from_mask_menu(page: Page, name: str) -> None:
    """Opens the menu of what is done to the whole mask, and chooses."""
    if page.locator(".mask-menu[open]").count() == 0:
        page.locator(".mask-menu > summary").click()
    page.get_by_role("button", name=name, exact=True).click()


def download(page: Page) -> bytes:
    with page.expect_download() as arriving:
        from_mask_menu(page, "Download mask")
    return arriving.value.path().read_bytes()


def shown_mask(page: Window) -> Mask:
    """The editor's own bits."""
    width, height, stride, bits = page.evaluate(
        """() => {
            const { width, height, stride, bytes } = document.querySelector('mask-editor').studio.painting.mask;
            return [width, height, stride, Array.from(bytes)];
        }"""
    )
    rows = np.array(bits, dtype=np.uint8).reshape(height, stride)[:, 1:]
    return np.unpackbits(rows, axis=1)[:, :width].astype(np.bool_)


def wait_saved(page: Window) -> None:
    wait_until(page, "document.querySelector('[data-saved]').dataset.state === 'saved'")


def touch(session: CDPSession, kind: str, fingers: list[tuple[int, float, float]], time: float = 0) -> None:
    """A touch event of the browser's own making: `kind` is touchStart, touchMove, touchEnd or touchCancel.

    `time` is when it happened, in seconds since 1970, where a busy machine must not be taken for a slow hand.
    """
    points = [{"id": finger, "x": x, "y": y} for finger, x, y in fingers]
    when = {"timestamp": time} if time else {}
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, **when})


def said(page: Page, words: str) -> None:
    expect(page.locator(".news")).to_contain_text(words)
