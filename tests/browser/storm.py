"""A storm: one person paints dots in tabs of two devices while everything around her fails, and nothing may get lost.

Every dot is a token of its own. Dots a page has kept may only go when the person takes them away: by undo, by clearing,
by sending them, or by choosing another mask where she is asked. What is there at the end is compared with that.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from playwright.sync_api import Dialog, Error, Page

from editor.models import Draft, Order, Submission, User
from tests.browser.losing import STUDIO, crash
from tests.browser.painting import Mask, as_mask, on_screen, open_editor, shown_mask, wait_until
from tests.browser.weather import WEATHERS, Device

#: Dots lie on a grid of so many pixels, and are of half that size.
GRID = 20
CHOICES = ("Use that one", "Keep mine")
ASKED = "[...document.querySelectorAll('.notice button')].some((each) => each.textContent === 'Keep mine')"

Dots = set[tuple[int, int]]


@dataclass
class Photo:
    order: Order
    #: Dots that may not get lost.
    kept: Dots = field(default_factory=set)
    #: Dots that may not come back, until redo brings them.
    gone: Dots = field(default_factory=set)
    #: Dots that were painted, kept or not.
    painted: Dots = field(default_factory=set)
    presses: int = 0


class Storm:
    def __init__(self, seed: int, devices: list[Device], orders: list[Order], person: User) -> None:
        self.random = random.Random(seed)  # the same storm for the same seed
        self.devices = devices
        self.photos = [Photo(order) for order in orders]
        self.person = person
        self.pages: list[tuple[Device, Page]] = []
        self.log: list[str] = []

    def run(self, steps: int) -> None:
        acts: list[tuple[Callable[[Device, Page], None], int]] = [
            (self.paint, 12),
            (self.undo, 3),
            (self.redo, 2),
            (self.clear, 1),
            (self.switch, 3),
            (self.reload, 2),
            (self.crash, 2),
            (self.close, 1),
            (self.change_weather, 4),
            (self.go_offline, 1),
            (self.freeze, 1),
            (self.send, 2),
            (self.lose_storage, 1),
            (self.rest, 3),
        ]
        for device in self.devices:
            self.open(device)
        for _ in range(steps):
            (act,) = self.random.choices([act for act, _ in acts], [weight for _, weight in acts])
            if len(self.pages) < 3 and self.random.random() < 0.2:
                self.open(self.random.choice(self.devices))
            device, page = self.random.choice(self.pages)
            self.note(act.__name__, device, page)
            act(device, page)
            for each in self.pages:
                self.answer(*each)
        self.heal()

    def note(self, what: str, device: Device, page: Page) -> None:
        self.log.append(f"{what} {device.name}#{self.pages.index((device, page))} {device.weather}")

    def open(self, device: Device) -> None:
        page = device.context.new_page()
        page.on("dialog", _accept)
        self.pages.append((device, page))
        self.enter(page, self.random.choice(self.photos).order)

    def enter(self, page: Page, order: Order) -> None:
        open_editor(page, order)
        page.evaluate(f"() => void {STUDIO}.easel.resize({GRID // 2})")
        page.wait_for_timeout(self.random.choice([50, 600]))

    def paint(self, device: Device, page: Page) -> None:
        photo = self.on(page)
        width, height = photo.order.photo.size
        free = [
            (x, y)
            for x in range(GRID, width - GRID, GRID)
            for y in range(GRID, height - GRID, GRID)
            if (x, y) not in photo.painted
        ]
        for dot in self.random.sample(free, self.random.randint(1, 3)):
            page.mouse.click(*on_screen(page, dot[0] + 0.5, dot[1] + 0.5))
            photo.painted.add(dot)

    def undo(self, device: Device, page: Page) -> None:
        self.knowingly(page, lambda: page.keyboard.press("Control+z"))

    def redo(self, device: Device, page: Page) -> None:
        self.knowingly(page, lambda: page.keyboard.press("Control+y"))

    def clear(self, device: Device, page: Page) -> None:
        self.knowingly(page, lambda: page.evaluate(f"() => void {STUDIO}.actions.run('clear')"))

    def knowingly(self, page: Page, act: Callable[[], object]) -> None:
        """What the person does herself may take dots away, and bring them back."""
        photo, before = self.on(page), self.dots(page)
        act()
        after = self.dots(page)
        self.took(photo, before - after, after - before)

    def took(self, photo: Photo, away: Dots, back: Dots) -> None:
        photo.gone |= away
        photo.kept -= away
        photo.gone -= back

    def switch(self, device: Device, page: Page) -> None:
        order = self.on(page).order.pk
        page.evaluate(f"() => {STUDIO}.strip.want({STUDIO}.strip.beside(1) ?? {STUDIO}.strip.beside(-1))")
        for _ in range(60):
            if page.evaluate(f"{STUDIO}.page.order.id") != order:
                break
            page.wait_for_timeout(50)
        page.evaluate(f"() => void {STUDIO}.easel.resize({GRID // 2})")
        page.wait_for_timeout(100)

    def reload(self, device: Device, page: Page) -> None:
        self.settle(page)
        order = self.on(page).order
        self.enter(page, order)

    def crash(self, device: Device, page: Page) -> None:
        self.settle(page)
        crash(page)
        # What is left of it would fail whatever is asked of the whole device.
        page.close()
        self.drop(device, page)

    def close(self, device: Device, page: Page) -> None:
        self.settle(page)
        page.close(run_before_unload=False)
        self.drop(device, page)

    def drop(self, device: Device, page: Page) -> None:
        self.pages.remove((device, page))
        if not self.pages:
            self.open(device)

    def change_weather(self, device: Device, page: Page) -> None:
        device.becomes(self.random.choice(WEATHERS))

    def go_offline(self, device: Device, page: Page) -> None:
        device.context.set_offline(True)
        self.paint(device, page)
        page.wait_for_timeout(800)
        device.context.set_offline(False)

    def freeze(self, device: Device, page: Page) -> None:
        session = device.context.new_cdp_session(page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        page.wait_for_timeout(200)
        session.send("Page.setWebLifecycleState", {"state": "active"})
        session.detach()

    def send(self, device: Device, page: Page) -> None:
        """Remove items; what arrives is cleared from the mask."""
        photo, before = self.on(page), self.dots(page)
        if not before:
            return
        photo.presses += 1
        page.evaluate(f"() => {{ window.sending = {STUDIO}.actions.run('send'); }}")
        page.wait_for_timeout(self.random.choice([0, 1_500]))
        after = self.dots(page)
        if self.on(page) is photo:
            self.took(photo, before - after, set())
        # It may arrive later, too.
        photo.kept -= before

    def lose_storage(self, device: Device, page: Page) -> None:
        """Somebody clears the browser's data, knowingly: what only this device has is gone."""
        if device.weather != "fair":
            return
        for other, each in self.pages:
            if other is device:
                wait_until(each, f"!{STUDIO}.saving.standing.dirty || {STUDIO}.saving.meeting.asking.open")
        if any(self.asks(each) for _, each in self.pages):
            return
        page.evaluate("() => new Promise((r) => { indexedDB.deleteDatabase('eraser').onsuccess = () => r(); })")

    def rest(self, device: Device, page: Page) -> None:
        page.wait_for_timeout(self.random.choice([200, 900, 2_500]))
        self.settle(page)

    # What has to hold

    def settle(self, page: Page) -> None:
        """Until this device has what is painted: from here on nobody may lose it."""
        wait_until(page, f"!{STUDIO}.saving.onlyHere")
        photo = self.on(page)
        photo.kept |= self.dots(page) - photo.gone

    def asks(self, page: Page) -> bool:
        return page.get_by_role("button", name=CHOICES[0], exact=True).count() > 0

    def answer(self, device: Device, page: Page) -> None:
        """The person is asked, and chooses: what she does not choose is gone."""
        while self.asks(page):
            photo, before = self.on(page), self.dots(page)
            choice = self.random.choice(CHOICES)
            self.log.append(f"answers {choice} on {device.name}")
            page.get_by_role("button", name=choice, exact=True).click()
            # What is chosen comes from a disk or a network, and the next question after that.
            wait_until(page, f"!{STUDIO}.saving.meeting.asking.open || {ASKED}")
            after = self.dots(page)
            if choice == "Keep mine":
                self.took(photo, photo.painted - after, set())
            else:
                self.took(photo, before - after, after - before)

    def on(self, page: Page) -> Photo:
        order = page.evaluate(f"{STUDIO}.page.order.id")
        return next(photo for photo in self.photos if photo.order.pk == order)

    def dots(self, page: Page) -> Dots:
        return dots_of(shown_mask(page))

    def heal(self) -> None:
        """The weather is fair again, and every page has said its last word."""
        for device in self.devices:
            device.becomes("fair")
        for device, page in self.pages:
            page.evaluate("() => void dispatchEvent(new Event('online'))")
            self.saved(device, page)
        for _, page in self.pages:
            page.close(run_before_unload=False)
        self.pages = []
        for device in self.devices:
            page = device.context.new_page()
            page.on("dialog", _accept)
            self.pages.append((device, page))
            for photo in self.photos:
                self.enter(page, photo.order)
                page.wait_for_timeout(1_000)
                self.saved(device, page)

    def saved(self, device: Device, page: Page) -> None:
        for _ in range(200):
            self.answer(device, page)
            if page.evaluate(f"!{STUDIO}.saving.standing.dirty && {STUDIO}.saving.meeting.met"):
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"{device.name} never saved: {page.locator('[data-saved]').inner_text()}")

    def check(self) -> None:
        for photo in self.photos:
            draft = Draft.objects.filter(order=photo.order, person=self.person).first()
            mask = as_mask_or_blank(draft, photo.order)
            there = dots_of(mask)
            lost = photo.kept - there
            assert not lost, f"{photo.order}: {sorted(lost)} lost\n" + "\n".join(self.log)
            assert there <= photo.painted
            assert np.array_equal(mask, drawn(there, mask)), "Something other than dots is there."
            sent = Submission.objects.filter(order=photo.order).count()
            assert sent <= photo.presses, f"{photo.presses} presses made {sent} submissions"


def dots_of(mask: Mask) -> Dots:
    rows, columns = mask.shape
    return {(x, y) for x in range(GRID, columns - GRID, GRID) for y in range(GRID, rows - GRID, GRID) if mask[y, x]}


def drawn(dots: Dots, mask: Mask) -> Mask:
    """What of the mask lies where these dots are: all of it, if there is nothing else."""
    near = np.zeros_like(mask)
    for x, y in dots:
        near[y - GRID // 2 : y + GRID // 2, x - GRID // 2 : x + GRID // 2] = True
    return mask & near


def as_mask_or_blank(draft: Draft | None, order: Order) -> Mask:
    width, height = order.photo.size
    if draft is None or draft.blank:
        return np.zeros((height, width), dtype=np.bool_)
    return as_mask(bytes(draft.mask))


def _accept(dialog: Dialog) -> None:
    with suppress(Error):
        dialog.accept()
