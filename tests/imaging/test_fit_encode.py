"""Bytes a service takes: lossless where that fits, else as good as fits; only pixels, nothing of dana's camera."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from editor.imaging import fit
from editor.imaging.fit import CannotFit, FitLimits, Format
from tests.imaging.test_fit_parts import mask_of
from tests.imaging.test_fit_pixels import noise, same, smooth


def decoded(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("formats", "media_type"),
    [(("jpeg", "png"), "image/png"), (("webp", "jpeg"), "image/webp"), (("bmp", "jpeg"), "image/bmp")],
)
def test_what_fits_is_sent_without_loss(formats: tuple[Format, ...], media_type: str) -> None:
    picture = noise((60, 40))

    data, kind = fit.encode(picture, FitLimits(formats=formats))

    assert kind == media_type
    assert same(decoded(data).convert("RGB"), picture)


@pytest.mark.parametrize(("lossy", "media_type"), [("jpeg", "image/jpeg"), ("webp", "image/webp")])
def test_what_does_not_fit_gets_the_best_quality_that_does(lossy: Format, media_type: str) -> None:
    picture = noise((60, 60)).resize((400, 400), Image.Resampling.BICUBIC)
    limits = FitLimits(formats=("png", lossy), max_bytes=42_000)

    data, kind = fit.encode(picture, limits)

    assert kind == media_type
    assert 38_000 < len(data) <= 42_000
    assert decoded(data).size == picture.size


def test_a_large_picture_that_just_fits_is_still_sent_without_loss() -> None:
    picture = noise((100, 300)).resize((400, 1200), Image.Resampling.BICUBIC)
    needed = len(fit.encode(picture, FitLimits())[0])

    data, kind = fit.encode(picture, FitLimits(formats=("jpeg", "png"), max_bytes=needed))

    assert kind == "image/png"
    assert same(decoded(data), picture)
    assert fit.encode(picture, FitLimits(max_bytes=needed - 1))[1] == "image/jpeg"


def test_more_room_never_means_a_worse_picture() -> None:
    picture = noise((60, 60)).resize((400, 400), Image.Resampling.BICUBIC)

    def error(most: int) -> float:
        data, _ = fit.encode(picture, FitLimits(formats=("jpeg",), max_bytes=most))
        return float(np.abs(np.asarray(decoded(data)).astype(int) - np.asarray(picture)).mean())

    errors = [error(most) for most in (31_000, 38_000, 60_000, 95_000, 200_000)]
    assert errors == sorted(errors, reverse=True)


def test_what_cannot_be_packed_is_refused_with_a_sentence() -> None:
    with pytest.raises(CannotFit, match="Another service") as caught:
        fit.encode(noise((300, 300)), FitLimits(max_bytes=2_000))
    assert caught.value.code == "too_many_bytes"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "bmp"])
def test_nothing_but_pixels_leaves(kind: Format) -> None:
    picture = smooth((60, 40))
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    picture.info |= {
        "exif": exif.tobytes(),
        "icc_profile": b"x" * 200,
        "comment": b"secret",
        "xmp": b"place",
        "dpi": (72, 72),
    }

    data, _ = fit.encode(picture, FitLimits(formats=(kind,)))

    found = decoded(data)
    assert not found.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(found.info)
    assert b"Camera" not in data


def test_a_noisy_region_is_made_smaller_until_its_bytes_fit() -> None:
    picture = noise((900, 600))
    mask = mask_of(picture.size, (0, 0, 900, 600))
    limits = FitLimits(formats=("jpeg",), max_bytes=40_000)

    sent = fit.prepare(picture, mask, limits)

    assert len(sent.data) <= 40_000
    assert sent.plan.scale < 1
    assert sent.picture.size == sent.mask.size == decoded(sent.data).size == sent.plan.sent


def test_context_is_given_up_before_sharpness() -> None:
    picture = noise((900, 900))
    mask = mask_of(picture.size, (400, 400, 420, 420))
    limits = FitLimits(formats=("jpeg",), max_bytes=26_000)

    sent = fit.prepare(picture, mask, limits)

    assert sent.plan.scale == 1
    assert sent.plan.sent[0] < 276


def test_a_part_stays_that_part_when_it_is_made_smaller() -> None:
    picture = noise((2000, 400))
    mask = mask_of(picture.size, (100, 100, 120, 120), (1800, 200, 1850, 220))
    limits = FitLimits(formats=("jpeg",), max_bytes=26_000)

    sent = [fit.prepare(picture, mask, limits, planned) for planned in fit.plan_parts(picture.size, mask, limits)]

    assert sorted(made.plan.crop[0] < 1000 for made in sent) == [False, True]
    assert all(len(made.data) <= 26_000 for made in sent)


def test_a_service_that_takes_next_to_nothing_is_told_apart_before_sending() -> None:
    picture = noise((900, 600))

    with pytest.raises(CannotFit):
        fit.prepare(picture, mask_of(picture.size, (0, 0, 9, 9)), FitLimits(min_side=300, max_bytes=2_000))
