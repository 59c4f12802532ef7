"""Small pictures and tiles for the screen show the photo whole, in sRGB."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from editor.imaging.renditions import GROUND, fitted_jpeg, fitted_size, flattened, proxy, srgb, thumbnail
from editor.imaging.tiles import TILE_SIDE, read_tile, tile_levels, write_tiles
from tests.imaging import make


def read(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert "icc_profile" not in image.info
    return image


def test_the_proxy_of_a_large_photo_fits_and_shows_all_of_it() -> None:
    jpeg, size = proxy(make.scene((3000, 2001)).resize((3000, 2001)))
    assert size == read(jpeg).size == (2048, 1366)


def test_a_small_photo_is_not_enlarged() -> None:
    jpeg, size = proxy(make.scene())
    assert size == read(jpeg).size == (96, 64)
    assert make.corners(read(jpeg)) == ["red", "green", "white", "blue"]


def test_a_thumbnail_is_made_from_the_proxy() -> None:
    small, size = thumbnail(proxy(make.scene((1200, 800)))[0])
    assert size == read(small).size == (480, 320)


def test_an_extreme_strip_keeps_a_pixel() -> None:
    assert fitted_size((20_000, 1), 2048) == (2048, 1)


def test_a_cut_out_lies_on_a_light_ground() -> None:
    cut_out = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    pixel = read(fitted_jpeg(cut_out, 32, 95)[0]).getpixel((16, 16))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) <= 2 for a, b in zip(pixel, GROUND, strict=True))


def test_hidden_colours_do_not_bleed_into_a_smaller_cut_out() -> None:
    cut_out = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    cut_out.paste((0, 0, 255, 255), (0, 0, 33, 64))
    assert max(band[0] for band in [read(fitted_jpeg(cut_out, 8, 100)[0]).getpixel((3, 4))]) < 40  # type: ignore[index]


def test_a_wide_photo_is_converted_for_the_screen() -> None:
    photo = Image.new("RGB", (64, 64), (60, 200, 60))
    photo.info["icc_profile"] = make.DISPLAY_P3
    expected = srgb(photo).getpixel((1, 1))
    for jpeg in (fitted_jpeg(photo, 32, 95)[0], fitted_jpeg(photo, 64, 95)[0]):
        pixel = read(jpeg).getpixel((16, 16))
        assert isinstance(pixel, tuple)
        assert isinstance(expected, tuple)
        assert all(abs(a - b) <= 3 for a, b in zip(pixel, expected, strict=True))
    assert srgb(photo.convert("RGBA")).mode == "RGBA"


def test_nothing_is_copied_that_needs_no_change() -> None:
    photo = make.scene()
    assert srgb(photo) is photo
    assert flattened(photo) is photo


def test_levels_stop_where_the_proxy_begins() -> None:
    assert tile_levels((6000, 4000)) == [(6000, 4000), (3000, 2000)]
    assert tile_levels((2048, 1000)) == []
    assert tile_levels((2049, 3)) == [(2049, 3)]
    assert tile_levels((4097, 10)) == [(4097, 10), (2049, 5)]


@settings(max_examples=12, deadline=None)
@given(st.integers(2049, 5200), st.integers(1, 2300), st.booleans())
def test_the_tiles_of_each_level_reassemble_to_its_size(width: int, height: int, tall: bool) -> None:
    size = (height, width) if tall else (width, height)
    archive = BytesIO()
    write_tiles(Image.new("RGB", size, (90, 140, 190)), archive)
    for level, (wide, high) in enumerate(tile_levels(size)):
        columns, rows = -(-wide // TILE_SIDE), -(-high // TILE_SIDE)
        tiles = {(x, y): read(read_tile(archive, level, x, y)).size for x in range(columns) for y in range(rows)}
        assert sum(tiles[x, 0][0] for x in range(columns)) == wide
        assert sum(tiles[0, y][1] for y in range(rows)) == high
        assert all(tile == (tiles[x, 0][0], tiles[0, y][1]) for (x, y), tile in tiles.items())
        for beyond in ((level, columns, 0), (level, 0, rows), (level, -1, 0)):
            with pytest.raises(KeyError):
                read_tile(archive, *beyond)


def test_tiles_show_the_right_part_of_the_photo() -> None:
    photo = Image.new("RGB", (2100, 1100), (90, 140, 190))
    photo.paste((200, 30, 30), (2048, 1024, 2100, 1100))
    archive = BytesIO()
    write_tiles(photo, archive)
    corner = read(read_tile(archive, 0, 2, 1))
    assert corner.size == (52, 76)
    pixel = corner.getpixel((26, 38))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) <= 4 for a, b in zip(pixel, (200, 30, 30), strict=True))
