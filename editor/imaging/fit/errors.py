"""The two ways a fit ends badly."""

from editor.imaging.errors import PictureError


class CannotFit(PictureError):
    """The picture cannot be made to fit the service, whatever is done to it. Found before anything is sent."""


class WrongShape(PictureError):
    """A service's result has another shape than what was sent, so its pixels have no place to go."""
