"""The README's two: things brushed over, and before and after."""

from __future__ import annotations

from tools.pictures.camera import photograph
from tools.pictures.desk import Desk, open_photo
from tools.pictures.hand import box_of, brush_over

GONE = ("shoes", "wall clock")
WIDTH = 1080


def take(desk: Desk) -> None:
    page = desk.sit()
    open_photo(page)
    for thing in GONE:
        brush_over(page, box_of(thing))
    page.get_by_text("Saved").wait_for()
    photograph(page, "editor", width=WIDTH)
    page.get_by_role("button", name="Remove items").click()
    page.get_by_role("link", name="Compare before and after").click()
    page.wait_for_load_state("networkidle")
    photograph(page, "compare", width=WIDTH)
    page.context.close()
