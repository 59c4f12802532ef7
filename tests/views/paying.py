"""What the tests of services share: asking for an offer or a removal, and whose a submission is."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from editor.models import Order, Submission
from tests.making import mask_png

HTMX = {"HX-Request": "true"}
State = Submission.State


def offer(client: Client, order: Order, slug: str) -> dict[str, Any]:
    shown = client.get(reverse("paint_json", args=[order.pk])).json()["providers"]
    return next(each for each in shown if each["slug"] == slug)


def to(submission: Submission, slug: str, **facts: Any) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(provider=slug, **facts)
    submission.refresh_from_db()
    return submission


def asked(client: Client, order: Order, url: str, *slugs: str, **more: Any) -> Any:
    mask = SimpleUploadedFile("mask.png", more.pop("mask", mask_png()), content_type="image/png")
    data = {"mask": mask, "provider": slugs, "revision": order.head_id, "key": str(uuid.uuid4()), **more}
    return client.post(reverse(url, args=[order.pk]), data)


def page(client: Client, order: Order) -> str:
    return client.get(reverse("order", args=[order.pk])).content.decode()
