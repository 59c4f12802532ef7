"""The words photos and listings are found by: a row for each, so that a search by their beginnings asks an index."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q

from editor.models.listing import Listing
from editor.models.order import Order

LENGTH = 32
LAST = "\U0010ffff"
"""Sorts behind every sign that a word has."""
_WORDS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")


def plain(text: str) -> str:
    """Without accents and capitals."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def words_asked(text: str) -> list[str]:
    """What somebody searches for: each is the beginning of a word."""
    return [word[:LENGTH] for word in dict.fromkeys(_WORDS.findall(plain(text)))]


def words_of(*texts: str) -> set[str]:
    """What something called so is found by: IMG1234 also as 1234."""
    whole = [word for text in texts for word in _WORDS.findall(plain(text))]
    return {part[:LENGTH] for word in whole for part in (word, *_PARTS.findall(word))}


class WordQuerySet(models.QuerySet["Word"]):
    def beginning_with(self, word: str) -> WordQuerySet:
        """A range and not a LIKE: SQLite would not look into its index for one."""
        return self.filter(text__gte=word, text__lt=word + LAST)

    def keep(self, *texts: str, **of: Any) -> None:
        """The words of an `order` or a `listing`, instead of those it had. Within the transaction that names it."""
        self.filter(**of).delete()
        self.bulk_create(Word(text=text, **of) for text in sorted(words_of(*texts)))


class Word(models.Model):
    text = models.CharField(max_length=LENGTH)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, null=True, related_name="words", db_index=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, related_name="words", db_index=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["text", "order", "listing"], name="word_found"),
            models.Index(fields=["order", "text"], name="word_of_order"),
            models.Index(fields=["listing", "text"], name="word_of_listing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False, listing__isnull=True) | Q(order__isnull=True, listing__isnull=False),
                name="word_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text
