"""A listing's photos as one zip: originals, finals by a preset, and a manifest that says what each file is."""

from editor.actions.archive.contents import Packed, Wanted, contents, rough_size
from editor.actions.archive.stream import archive

__all__ = ["Packed", "Wanted", "archive", "contents", "rough_size"]
