"""The PNG files Eraser writes are read by every other program as the pixels that went in."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.imaging import png as writer
from editor.imaging.png import png

CHANNELS = {"L": 1, "RGB": 3, "RGBA": 4}
sides = st.integers(1, 40)


def noise(mode: str, size: tuple[int, int], seed: int) -> Image.Image:
    shape = (size[1], size[0], CHANNELS[mode])
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    return Image.fromarray(pixels.squeeze(axis=2) if mode == "L" else pixels)


@given(st.sampled_from(sorted(CHANNELS)), st.tuples(sides, sides), st.integers(0, 2**32 - 1), st.integers(1, 300))
def test_whatever_goes_in_comes_out_again(mode: str, size: tuple[int, int], seed: int, band: int) -> None:
    picture = noise(mode, size, seed)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(writer, "_BAND_BYTES", band)
        data = png(picture)

    with Image.open(BytesIO(data)) as read:
        assert (read.format, read.mode, read.size) == ("PNG", mode, size)
        assert read.tobytes() == picture.tobytes()
        assert read.info == {}


def test_another_program_reads_it_too() -> None:
    picture = noise("RGB", (700, 500), 1)

    read = cv2.imdecode(np.frombuffer(png(picture), np.uint8), cv2.IMREAD_UNCHANGED)

    assert read is not None
    assert np.array_equal(read[:, :, ::-1], np.asarray(picture))


def test_a_smooth_picture_is_packed_well() -> None:
    ramp = np.linspace(0, 255, 500 * 300, dtype=np.uint8).reshape(300, 500)
    picture = Image.fromarray(np.dstack([ramp] * 3))
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)

    assert len(png(picture)) < 1.1 * len(out.getvalue())


def test_a_file_that_is_full_stops_it_early() -> None:
    class Full(BytesIO):
        written = 0

        def write(self, data: object) -> int:
            Full.written += len(bytes(data))  # type: ignore[call-overload]
            if Full.written > 1000:
                raise OSError("full")
            return super().write(data)  # type: ignore[arg-type]

    with pytest.raises(OSError, match="full"):
        writer.write_png(noise("RGB", (3000, 3000), 2), Full())
    assert Full.written < 6 * 2**20
