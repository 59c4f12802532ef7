"""Outside the mask nothing changes, to the byte; inside it the result stands."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from editor.imaging.composite import composite
from editor.imaging.errors import PictureError
from editor.imaging.renditions import srgb
from tests.imaging import make


@st.composite
def pictures(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width = draw(st.integers(1, 24)), draw(st.integers(1, 24))
    bands = draw(st.sampled_from([3, 4]))
    parent = draw(arrays.arrays(np.uint8, (height, width, bands)))
    result = draw(arrays.arrays(np.uint8, (height, width, draw(st.sampled_from([3, 4])))))
    mask = draw(arrays.arrays(np.bool_, (height, width)))
    return parent, result, mask


@settings(deadline=None)
@given(pictures())
def test_outside_is_the_parent_and_inside_the_results_colour(given: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    parent, result, mask = given
    picture = Image.fromarray(parent)
    whole = composite(picture, Image.fromarray(result), Image.fromarray(mask.astype(np.uint8) * 255))
    got = np.asarray(whole)
    assert whole.mode == picture.mode
    assert (got[~mask] == parent[~mask]).all()
    assert (got[mask][:, :3] == result[mask][:, :3]).all()
    assert (got[..., 3:] == parent[..., 3:]).all()  # the outline of a cut-out stays
    assert (np.asarray(picture) == parent).all()  # and the parent itself is not touched


def test_a_grey_result_is_taken_as_colour() -> None:
    mask = Image.new("L", (4, 4), 255)
    whole = composite(Image.new("RGB", (4, 4), "red"), Image.new("L", (4, 4), 99), mask)
    assert whole.getpixel((0, 0)) == (99, 99, 99)


def test_an_empty_mask_gives_a_copy() -> None:
    parent = make.scene()
    whole = composite(parent, Image.new("RGB", parent.size), Image.new("L", parent.size))
    assert whole is not parent
    assert whole.tobytes() == parent.tobytes()


def test_the_parents_profile_stays_and_the_results_colours_move_into_it() -> None:
    parent = Image.new("RGB", (4, 4), (10, 10, 10))
    parent.info["icc_profile"] = make.DISPLAY_P3
    result = Image.new("RGB", (4, 4), (60, 200, 60))
    result.info["icc_profile"] = make.ADOBE_RGB
    whole = composite(parent, result, Image.new("L", (4, 4), 255))
    assert whole.info["icc_profile"] == make.DISPLAY_P3
    seen, meant = srgb(whole).getpixel((1, 1)), srgb(result).getpixel((1, 1))
    assert isinstance(seen, tuple)
    assert isinstance(meant, tuple)
    assert all(abs(a - b) <= 3 for a, b in zip(seen, meant, strict=True))


def test_a_result_without_a_profile_is_in_the_parents_colours() -> None:
    parent = Image.new("RGB", (4, 4))
    parent.info["icc_profile"] = make.DISPLAY_P3
    whole = composite(parent, Image.new("RGB", (4, 4), (60, 200, 60)), Image.new("L", (4, 4), 255))
    assert whole.getpixel((1, 1)) == (60, 200, 60)


@pytest.mark.parametrize("wrong", ["result", "mask"])
def test_sizes_that_differ_are_refused_with_both(wrong: str) -> None:
    sizes = {"result": (8, 8), "mask": (8, 8), wrong: (8, 9)}
    with pytest.raises(PictureError) as caught:
        composite(Image.new("RGB", (8, 8)), Image.new("RGB", sizes["result"]), Image.new("L", sizes["mask"]))
    assert caught.value.code == "size_mismatch"
    assert "8 × 9" in caught.value.sentence
    assert "8 × 8" in caught.value.sentence


def test_strokes_far_apart_are_all_placed_and_nothing_between_them() -> None:
    parent, result = Image.new("RGB", (50, 300), "navy"), Image.new("RGB", (50, 300), "red")
    mask = Image.new("L", parent.size)
    for box in ((0, 0, 50, 1), (10, 100, 12, 103), (5, 130, 9, 131), (40, 299, 50, 300)):
        mask.paste(255, box)
    whole = composite(parent, result, mask)
    painted = np.asarray(mask) == 255
    assert np.array_equal((np.asarray(whole) == (255, 0, 0)).all(axis=2), painted)
    assert np.array_equal((np.asarray(whole) == np.asarray(parent)).all(axis=2), ~painted)
