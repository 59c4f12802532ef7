"""Dana paints a lamp here and a cable there: one crop around both, or one for each, if she says so."""

from __future__ import annotations

import io
import uuid
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from editor.actions.errors import Refused
from editor.actions.removals import parting
from editor.actions.removals.parting import submit_in_parts
from editor.actions.removals.preview import InParts, preview
from editor.actions.removals.result import open_mask
from editor.actions.removals.submit import submit_mask
from editor.models import Order, Submission, User
from tests.making import make_order, mask_png
from tests.services import Services, stored_files

pytestmark = pytest.mark.django_db
SIZE = (3000, 2000)
LAMP, CABLE = (50, 50, 150, 150), (2700, 1800, 2900, 1900)


def painted_over(*boxes: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> bytes:
    with Image.open(io.BytesIO(mask_png(size, boxes[0]))) as mask:
        for box in boxes[1:]:
            mask.paste(1, box)
        out = io.BytesIO()
        mask.save(out, "PNG", bits=1, transparency=b"\x00")
    return out.getvalue()


@pytest.fixture
def hall(dana: User) -> Order:
    return make_order(dana, name="hall.jpg", size=SIZE)


@pytest.fixture
def narrow(services: Services, settings: Any) -> Services:
    services.add("narrow", bills=True, image_source="bytes", formats=("png",), max_side=1500)
    settings.PROVIDER_PRICES = {"narrow": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    return services


def in_parts(order: Order, *, key: uuid.UUID | None = None, agreed: int | None = 2, **more: Any) -> list[Submission]:
    assert order.head is not None
    asked: dict[str, Any] = {"provider": "narrow", "mask_png": painted_over(LAMP, CABLE), **more}
    return submit_in_parts(
        actor=order.owner, order=order, parent=order.head, key=key or uuid.uuid4(), agreed=agreed, **asked
    )


def offered(order: Order, provider: str = "narrow", mask: bytes | None = None) -> InParts | None:
    return preview(order=order, mask_png=mask or painted_over(LAMP, CABLE), provider=provider).in_parts


@pytest.mark.usefixtures("narrow")
def test_the_choice_and_its_price_are_told_beforehand(hall: Order) -> None:
    assert offered(hall) == InParts(
        parts=2,
        offer=(
            "2 parts, 278 × 278 px and 428 × 328 px, about $0.04, instead of the whole photo, "
            "3,000 × 2,000 px, scaled to 1,500 × 1,000 px, about $0.02."
        ),
        sentence="2 parts, 278 × 278 px and 428 × 328 px, go to Narrow one by one; about $0.04.",
    )


@pytest.mark.usefixtures("narrow")
def test_parts_that_lie_close_are_no_choice(hall: Order) -> None:
    assert offered(hall, mask=painted_over(LAMP, (300, 50, 400, 150))) is None
    assert offered(hall, mask=painted_over(LAMP)) is None


@pytest.mark.parametrize(
    "facts", [{"bills": False}, {"whole_picture": True}, {"image_source": "picture"}], ids=["free", "whole", "here"]
)
def test_nor_where_it_would_change_nothing(hall: Order, services: Services, facts: dict[str, Any]) -> None:
    services.add("other", **{"bills": True, "image_source": "bytes", "formats": ("png",), "max_side": 1500, **facts})
    assert offered(hall, "other") is None


def test_where_no_price_is_known_it_is_said_that_each_counts(hall: Order, services: Services) -> None:
    services.add("quiet", bills=True, image_source="bytes", formats=("png",), credits_per_result=0.0)
    told = offered(hall, "quiet")
    assert told is not None
    assert "each counted by itself" in told.sentence


@pytest.mark.usefixtures("narrow")
def test_each_part_is_a_submission_with_its_part_of_the_mask(hall: Order) -> None:
    lamp, cable = sorted(in_parts(hall, seed=7, mask_kind=Submission.MaskKind.AUTOMATIC), key=lambda each: each.part)
    assert [(each.part, each.parts, each.seed, each.mask_kind) for each in (lamp, cable)] == [
        (1, 2, 7, "automatic"),
        (2, 2, 7, "automatic"),
    ]
    assert lamp.split == cable.split is not None
    assert {open_mask(lamp).getbbox(), open_mask(cable).getbbox()} == {LAMP, CABLE}
    assert lamp.mask_pixels + cable.mask_pixels == 100 * 100 + 200 * 100


@pytest.mark.usefixtures("narrow")
def test_pressing_twice_sends_each_part_once(hall: Order) -> None:
    key = uuid.uuid4()
    assert in_parts(hall, key=key) == in_parts(hall, key=key)
    assert hall.submissions.count() == 2


@pytest.mark.usefixtures("narrow")
def test_nothing_is_sent_for_another_number_of_parts_than_was_agreed_to(hall: Order) -> None:
    with pytest.raises(Refused, match=r"falls into 2 parts now, not 3\. Look at the price"):
        in_parts(hall, agreed=3)
    with pytest.raises(Refused, match="The mask can go as one now"):
        in_parts(hall, mask_png=painted_over(LAMP))
    assert not hall.submissions.exists()


@pytest.mark.usefixtures("narrow")
def test_who_agrees_to_any_number_gets_one_where_there_is_but_one(hall: Order) -> None:
    (alone,) = in_parts(hall, agreed=None, mask_png=painted_over(LAMP))
    assert (alone.part, alone.parts) == (1, 1)
    assert len(in_parts(hall, agreed=None)) == 2


@pytest.mark.usefixtures("narrow")
def test_all_parts_are_kept_or_none(hall: Order, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def closing(**asked: Any) -> Submission:
        if asked["portion"].part == 2:
            raise Refused("Closed meanwhile.")
        return submit_mask(**asked)

    monkeypatch.setattr(parting, "submit_mask", closing)
    before = stored_files(settings)
    with pytest.raises(Refused, match="Closed meanwhile"):
        in_parts(hall)
    assert not hall.submissions.exists()
    assert stored_files(settings) == before


def test_a_provider_that_cannot_take_it_says_so(hall: Order, services: Services, settings: Any) -> None:
    services.add("linked", image_source="link", formats=("png",), bills=True)
    settings.PUBLIC_BASE_URL = ""
    with pytest.raises(Refused, match="needs PUBLIC_BASE_URL"):
        in_parts(hall, provider="linked")
