"""The dialog for one mask over several photos: what it offers, to whom, for how much."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from editor.actions.providers.switching import switch_off
from editor.actions.removals.several import MOST_ORDERS, submit_batch
from editor.models import Order, User
from editor.providers.base import Control, Done, Job, Result, Step
from tests.asking import advance_until_ended
from tests.making import make_order, mask_png
from tests.services import Services


def offered(client: Client, order: Order) -> dict[int, str]:
    """Each photo's box by order: checked, disabled, or neither."""
    html = client.get(reverse("same_mask", args=[order.pk])).content.decode()
    return {int(pk): state for pk, state in re.findall(r'name="order" value="(\d+)" (\w*)>', html)}


def test_what_fits_is_chosen_what_does_not_is_barred_and_older_ones_can_be_added(
    dana: User, mallory: User, dana_client: Client
) -> None:
    here, same, tall, closed, old = (make_order(dana, name=f"{n}.jpg") for n in range(5))
    make_order(mallory)
    tall.photo.width, tall.photo.height = 80, 120
    tall.photo.save()
    Order.objects.filter(pk=closed.pk).update(state=Order.State.FINALISED)
    Order.objects.filter(pk=old.pk).update(created_at=old.created_at - timedelta(days=3))
    assert offered(dana_client, here) == {
        here.pk: "checked",
        same.pk: "checked",
        tall.pk: "disabled",
        closed.pk: "disabled",
        old.pk: "",
    }
    html = dana_client.get(reverse("same_mask", args=[here.pk])).content.decode()
    assert "Another size: 80 × 120" in html
    assert "Closed" in html


def test_no_more_are_chosen_than_may_be_sent_at_once(dana: User, dana_client: Client) -> None:
    orders = [make_order(dana) for _ in range(MOST_ORDERS + 2)]
    chosen = [state for state in offered(dana_client, orders[0]).values() if state == "checked"]
    assert len(chosen) == MOST_ORDERS


def test_the_sum_is_told_for_each_number_of_photos(
    order: Order, dana_client: Client, services: Services, settings: Any
) -> None:
    services.add("many", batch=20)
    settings.PROVIDER_PRICES = {"many": Decimal("0.02")}
    settings.PRICE_CURRENCY = "USD"
    html = dana_client.get(reverse("same_mask", args=[order.pk])).content.decode()
    sums = re.search(r'value="many"[^>]*data-sums="([^"]*)"', html)
    assert sums
    assert sums[1].split("|")[2] == "About $0.06, by the price set here."
    assert len(sums[1].split("|")) == MOST_ORDERS


def sums(client: Client, order: Order, slug: str) -> list[str]:
    html = client.get(reverse("same_mask", args=[order.pk])).content.decode()
    found = re.search(rf'value="{slug}"[^>]*data-sums="([^"]*)"', html)
    assert found
    return found[1].split("|")


def test_credits_are_summed_too_and_an_unknown_price_is_called_so(
    order: Order, dana_client: Client, services: Services, settings: Any
) -> None:
    settings.PROVIDER_PRICES = {}
    services.add("counts", bills=True, batch=20, credits_per_result=6.0)
    services.add("silent", bills=True, batch=20, credits_per_result=0.0)
    assert sums(dana_client, order, "counts")[:2] == ["6 credits.", "12 credits."]
    assert set(sums(dana_client, order, "silent")) == {"The price is not known here; each photo is counted by itself."}
    assert set(sums(dana_client, order, "local")) == {"At no cost."}


def test_what_is_foretold_is_what_is_booked_where_several_go_as_one_task(
    order: Order, dana: User, dana_client: Client, services: Services, settings: Any
) -> None:
    """The service counts a credit for each photo of the task, whatever becomes of it here."""
    settings.PROVIDER_PRICES = {"many": Decimal("0.02")}

    def answer(job: Job, _control: Control) -> Step:
        results = tuple(Result(failure="It was lost on the way.") for _ in job.pictures)
        return Done(results=results, credits=float(len(job.pictures)))

    services.add("many", answer, bills=True, batch=20)
    orders = [order, make_order(dana), make_order(dana)]
    asked = submit_batch(actor=dana, orders=orders, mask_png=mask_png(), provider="many", key=uuid.uuid4())
    ended = [advance_until_ended(each) for each in asked]
    assert [each.credits for each in ended] == [1.0, 1.0, 1.0]
    booked = sum((each.price or Decimal(0) for each in ended), Decimal(0))
    assert sums(dana_client, order, "many")[2] == f"About ${booked:.2f}, by the price set here."


def test_a_service_that_is_switched_off_cannot_be_chosen_and_says_why(
    order: Order, dana_client: Client, rhea: User
) -> None:
    switch_off(actor=rhea, slug="local", reason="being moved")
    html = dana_client.get(reverse("same_mask", args=[order.pk])).content.decode()
    assert re.search(
        r'<option value="local"\s+disabled [^>]*>Built-in is switched off by Rhea: being moved\.</option>', html
    )


def test_the_photo_of_somebody_else_is_not_there(order: Order, mallory_client: Client) -> None:
    assert mallory_client.get(reverse("same_mask", args=[order.pk])).status_code == 404
