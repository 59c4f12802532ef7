"""What can be wrong with a picture or a mask that a person hands in."""


class PictureError(Exception):
    """A picture or mask that cannot be used.

    `code` is a slug for programs and tests; `sentence` tells the person what is wrong and what would work.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
