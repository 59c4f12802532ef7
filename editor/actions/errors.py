"""Why an action was refused, in a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext


class Refused(Exception):
    """Nothing was changed; `sentence` says why and what would work, in the language of whoever asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = gettext(sentence)
