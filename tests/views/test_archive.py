"""The page from which agnes takes a listing's photos, and the zip as it comes through the web."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editor.actions.review.finalise import finalise
from editor.models import Event, Listing, Order, User
from tests.making import make_listing, make_order

QUERY = {"include": ["originals", "finals"], "which": "finalised", "preset": "mls", "metadata": "strip"}


@pytest.fixture
def listing(agnes: User) -> Listing:
    return make_listing(agnes, agent=agnes, address="12 Elm Street")


@pytest.fixture
def done(dana: User, agnes: User, listing: Listing) -> Order:
    order = make_order(dana, listing=listing)
    assert order.head
    finalise(actor=agnes, order=order, revision=order.head)
    return order


def page(client: Client, listing: Listing, **query: Any) -> str:
    answer = client.get(reverse("listing_download", args=[listing.pk]), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def ask(client: Client, listing: Listing, **query: Any) -> Any:
    return client.get(reverse("listing_zip", args=[listing.pk]), {**QUERY, "pattern": "{number} {address}", **query})


def test_the_page_says_what_comes_and_what_is_not_finalised(
    done: Order, dana: User, listing: Listing, agnes_client: Client
) -> None:
    make_order(dana, name="hall.jpg", listing=listing)
    html = page(agnes_client, listing)
    assert done.photo.name == "kitchen.jpg"
    assert "finals/02 hall.jpg" not in html
    assert "finals/01 kitchen.jpg" in html
    assert "1 photo is not finalised" in html
    assert "They are left out" in html
    html = page(agnes_client, listing, **{**QUERY, "which": "current", "pattern": "{name}-{number}"})
    assert "finals/hall-02.jpg" in html
    assert "They go in as they stand now" in html


def test_a_script_gets_only_what_comes_of_the_wish(done: Order, listing: Listing, agnes_client: Client) -> None:
    assert done.listing_id == listing.pk
    answer = agnes_client.get(reverse("listing_download", args=[listing.pk]), headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section class="card archive-foreseen"')


def test_a_pattern_that_makes_no_sense_is_told_in_a_sentence(
    done: Order, listing: Listing, agnes_client: Client
) -> None:
    assert done.listing_id == listing.pk
    html = page(agnes_client, listing, **QUERY, pattern="{price}")
    assert "There is no {price} for file names" in html
    answer = ask(agnes_client, listing, pattern="{price}")
    assert answer.status_code == 302
    assert "There is no {price} for file names" in agnes_client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"long_side": "10"}, "A long side has 200"),
        ({"max_mb": "much"}, "0.05 to 100 MB"),
        ({"quality": "100"}, "from 40 to 95"),
        ({"include": []}, "Choose originals, finals or both."),
    ],
)
def test_values_out_of_reason_are_told(
    own: dict[str, Any], sentence: str, done: Order, listing: Listing, agnes_client: Client
) -> None:
    assert done.listing_id == listing.pk
    assert sentence in page(agnes_client, listing, **{**QUERY, "preset": "own", "pattern": "{name}", **own})


def test_the_zip_comes_as_a_file_that_nobody_keeps(done: Order, listing: Listing, agnes_client: Client) -> None:
    answer = ask(agnes_client, listing, preset="own", long_side="200", quality="80")
    assert answer.streaming
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="12 Elm Street.zip"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    archived = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archived.namelist() == ["originals/01 12 Elm Street.jpg", "finals/01 12 Elm Street.jpg", "manifest.csv"]
    assert done.events.filter(kind=Event.Kind.DOWNLOADED, actor__username="agnes").count() == 1


def test_asking_for_the_head_only_downloads_nothing_and_notes_nothing(
    done: Order, listing: Listing, agnes_client: Client
) -> None:
    answer = agnes_client.head(reverse("listing_zip", args=[listing.pk]), {**QUERY, "pattern": "{name}"})
    assert answer.status_code == 200
    assert not done.events.filter(kind=Event.Kind.DOWNLOADED).exists()


def test_a_closed_answer_makes_no_more_pictures(done: Order, listing: Listing, agnes_client: Client) -> None:
    assert done.listing_id == listing.pk
    answer = ask(agnes_client, listing)
    next(answer.streaming_content)
    answer.close()
    assert list(answer.streaming_content) == []


def test_an_address_of_other_letters_gives_a_plain_file_name(dana: User, agnes: User, agnes_client: Client) -> None:
    listing = make_listing(agnes, agent=agnes, address="Пушкина")
    order = make_order(dana, listing=listing)
    assert order.head
    finalise(actor=agnes, order=order, revision=order.head)
    assert f'filename="listing-{listing.pk}.zip"' in ask(agnes_client, listing).headers["Content-Disposition"]


def test_nothing_finalised_is_said_and_not_downloaded(dana: User, listing: Listing, agnes_client: Client) -> None:
    make_order(dana, listing=listing)
    assert "no photo of this listing is finalised" in page(agnes_client, listing)
    assert ask(agnes_client, listing).status_code == 302


def test_mallory_finds_no_such_listing(done: Order, listing: Listing, mallory_client: Client) -> None:
    assert done.listing_id == listing.pk
    assert mallory_client.get(reverse("listing_download", args=[listing.pk])).status_code == 404
    assert ask(mallory_client, listing).status_code == 404
