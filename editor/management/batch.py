"""A folder of photos with masks of the same names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from editor.management.erasing import CannotErase
from editor.management.output import KINDS

PHOTO_SUFFIXES = {*KINDS, ".bmp", ".tif", ".tiff", ".heic", ".heif"}


@dataclass(frozen=True)
class Pair:
    """A photo, its mask and where the result goes; `problem` is a sentence when they do not make a pair."""

    photo: Path
    mask: Path
    output: Path
    problem: str = ""


def pairs(photos: Path, masks: Path, out: Path) -> list[Pair]:
    """Every photo in the folder, by name. Raises CannotErase, and OSError for a folder that cannot be read.

    A result has its photo's name; where the photo's format is not written, it is a PNG.
    """
    if photos.resolve() == masks.resolve():
        raise CannotErase("batch", "PHOTOS and MASKS must be two folders.")
    by_stem = {path.stem: path for path in sorted(masks.iterdir()) if path.suffix.lower() == ".png"}
    found: list[Pair] = []
    taken: set[Path] = set()
    for photo in sorted(photos.iterdir()):
        if photo.suffix.lower() not in PHOTO_SUFFIXES or photo.name.startswith(".") or photo.is_dir():
            continue
        output = out / (photo.name if photo.suffix.lower() in KINDS else f"{photo.stem}.png")
        mask = by_stem.get(photo.stem)
        problem = ""
        if mask is None:
            problem = f"There is no {photo.stem}.png in {masks}."
        elif output in taken:
            problem = f"{output} is the result of another photo. Rename one of them."
        taken.add(output)
        found.append(Pair(photo, mask or masks / f"{photo.stem}.png", output, problem))
    return found
