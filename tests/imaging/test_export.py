"""What dana hands out has the original's quality, profile and EXIF, and no place when she says so."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image, JpegImagePlugin
from PIL.TiffImagePlugin import IFDRational

from editor.imaging.errors import PictureError
from editor.imaging.export import Kind, export, lossless_png
from tests.imaging import make

KINDS: tuple[Kind, ...] = ("png", "jpeg", "webp")
MAKER_NOTE = b"Apple iOS\0\0\1MM\0\2" + bytes(range(200))
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="47,22.1N"/></x:xmpmeta>'


def phone_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Apple"
    exif[ExifTags.Base.Copyright] = "Dana"
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.IFD.Exif] = {
        ExifTags.Base.DateTimeOriginal: "2026:05:01 12:00:00",
        ExifTags.Base.ExposureTime: IFDRational(1, 250),
        ExifTags.Base.ExifImageWidth: 64,
        ExifTags.Base.ExifImageHeight: 96,
        ExifTags.Base.MakerNote: MAKER_NOTE,
    }
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (47.0, 22.0, 6.0), 3: "E", 4: (8.0, 32.0, 0.0)}
    return exif


def phone_photo(kind: str = "JPEG") -> bytes:
    if kind == "TIFF":
        exif = Image.Exif()
        exif.load(phone_exif().tobytes())
        return make.saved(make.stored(6), "TIFF", exif=exif)
    return make.saved(make.stored(6), kind, exif=phone_exif().tobytes())


def handed_out(
    kind: Kind, source: bytes | None, *, keep_location: bool = True, image: Image.Image | None = None
) -> Image.Image:
    picture = image or (make.opened(source) if source else make.scene())
    data = export(picture, kind, BytesIO(source) if source else None, keep_location=keep_location)
    opened = Image.open(BytesIO(data))
    opened.load()
    return opened


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("origin", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_the_exif_goes_along_upright_and_without_the_old_thumbnail(kind: Kind, origin: str) -> None:
    out = handed_out(kind, phone_photo(origin))
    exif = out.getexif()
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    assert out.size == (96, 64)
    assert make.corners(out) == ["red", "green", "white", "blue"]
    assert exif[ExifTags.Base.Make] == "Apple"
    assert exif[ExifTags.Base.Orientation] == 1
    assert detail[ExifTags.Base.DateTimeOriginal] == "2026:05:01 12:00:00"
    assert detail[ExifTags.Base.ExposureTime] == IFDRational(1, 250)
    assert detail[ExifTags.Base.MakerNote] == MAKER_NOTE
    assert (detail[ExifTags.Base.ExifImageWidth], detail[ExifTags.Base.ExifImageHeight]) == (96, 64)
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[2] == (47.0, 22.0, 6.0)
    assert not exif.get_ifd(ExifTags.IFD.IFD1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("origin", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_the_place_stays_behind_when_dana_says_so(kind: Kind, origin: str) -> None:
    source = phone_photo(origin)
    out = handed_out(kind, source, keep_location=False)
    assert out.getexif()[ExifTags.Base.Copyright] == "Dana"
    assert ExifTags.IFD.GPSInfo not in out.getexif()
    assert not out.getexif().get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize("kind", KINDS)
def test_xmp_never_goes_along_for_it_repeats_the_place(kind: Kind) -> None:
    source = make.saved(make.scene(), "JPEG", xmp=XMP)
    data = export(make.opened(source), kind, BytesIO(source), keep_location=False)
    assert b"GPSLatitude" not in data
    assert b"xmpmeta" not in data


def test_the_thumbnail_of_the_old_picture_is_gone_from_the_bytes() -> None:
    secret = make.saved(Image.new("RGB", (32, 32), "red"), "JPEG")
    body = b"II*\0" + (8).to_bytes(4, "little")
    first = (1).to_bytes(2, "little") + b"\x0f\x01\x02\x00\x04\0\0\0Cam\0" + (26).to_bytes(4, "little")
    entries = b"\x01\x02\x04\x00\x01\0\0\0" + (56).to_bytes(4, "little")
    entries += b"\x02\x02\x04\x00\x01\0\0\0" + len(secret).to_bytes(4, "little")
    body += first + (2).to_bytes(2, "little") + entries + b"\0" * 4
    source = make.saved(make.scene(), "JPEG", exif=b"Exif\0\0" + body + secret)
    with Image.open(BytesIO(source)) as original:
        assert original.getexif().get_ifd(ExifTags.IFD.IFD1)
    data = export(make.opened(source), "jpeg", BytesIO(source), keep_location=True)
    assert secret not in data
    with Image.open(BytesIO(data)) as out:
        assert out.getexif()[ExifTags.Base.Make] == "Cam"
        assert not out.getexif().get_ifd(ExifTags.IFD.IFD1)


@pytest.mark.parametrize("quality", [35, 75, 97])
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_a_jpeg_goes_out_with_the_quality_it_came_in_with(quality: int, subsampling: int) -> None:
    source = make.saved(make.scene(), "JPEG", quality=quality, subsampling=subsampling)
    out = handed_out("jpeg", source)
    with Image.open(BytesIO(source)) as original:
        assert isinstance(out, JpegImagePlugin.JpegImageFile)
        assert isinstance(original, JpegImagePlugin.JpegImageFile)
        assert out.quantization == original.quantization
        assert JpegImagePlugin.get_sampling(out) == subsampling


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_grey_or_press_jpeg_goes_out_in_colour_without_subsampling(mode: str) -> None:
    source = make.saved(make.scene().convert(mode), "JPEG", quality=80, icc_profile=make.cmyk_profile())
    out = handed_out("jpeg", source)
    assert out.mode == "RGB"
    assert JpegImagePlugin.get_sampling(out) == 0
    assert "icc_profile" not in out.info


def test_other_originals_become_jpegs_of_high_quality_without_subsampling() -> None:
    out = handed_out("jpeg", make.saved(make.scene(), "PNG"))
    like = Image.open(BytesIO(make.saved(make.scene(), "JPEG", quality=92)))
    assert isinstance(out, JpegImagePlugin.JpegImageFile)
    assert isinstance(like, JpegImagePlugin.JpegImageFile)
    assert out.quantization == like.quantization
    assert JpegImagePlugin.get_sampling(out) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_profile_goes_along_and_the_numbers_stay(kind: Kind) -> None:
    source = make.saved(Image.new("RGB", (32, 32), (60, 200, 60)), "PNG", icc_profile=make.DISPLAY_P3)
    out = handed_out(kind, source)
    assert out.info["icc_profile"] == make.DISPLAY_P3
    pixel = out.convert("RGB").getpixel((16, 16))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) <= 3 for a, b in zip(pixel, (60, 200, 60), strict=True))


@pytest.mark.parametrize("alpha", [False, True])
def test_a_png_is_lossless_and_keeps_alpha(alpha: bool) -> None:
    picture = make.scene()
    if alpha:
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    picture.info["icc_profile"] = make.DISPLAY_P3
    for data in (lossless_png(picture), export(picture, "png", None, keep_location=True)):
        with Image.open(BytesIO(data)) as out:
            assert (out.mode, out.tobytes()) == (picture.mode, picture.tobytes())
            assert out.info["icc_profile"] == make.DISPLAY_P3


def test_a_cut_out_becomes_a_jpeg_on_a_light_ground() -> None:
    out = handed_out("jpeg", None, image=Image.new("RGBA", (16, 16), (255, 0, 0, 0)))
    pixel = out.getpixel((8, 8))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 230


def test_the_resolution_goes_along() -> None:
    assert handed_out("jpeg", make.saved(make.scene(), "JPEG", dpi=(300, 300))).info["dpi"] == (300, 300)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0garbage!",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x87\x69\0\x04\0\0\0\x01\xff\xff\xff\xff\x88\x25\0\x04\0\0\0\x01\0\xff\0\0",
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x63\0\x04\0\0\0Cam\0\0\0\0\0",
    ],
    ids=["garbage", "offsets into nowhere", "unknown type"],
)
@pytest.mark.filterwarnings("ignore")
def test_broken_exif_does_not_stop_a_download(kind: Kind, exif: bytes) -> None:
    source = make.jpeg_with_segment(make.saved(make.scene(), "JPEG"), 0xE1, exif)
    assert handed_out(kind, source).size == (96, 64)


def test_exif_too_long_for_a_jpeg_goes_without_its_maker_note() -> None:
    exif = phone_exif()
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.MakerNote: bytes(70_000), ExifTags.Base.DateTimeOriginal: "2026"}
    source = make.saved(make.scene(), "PNG", exif=exif.tobytes())
    detail = handed_out("jpeg", source).getexif().get_ifd(ExifTags.IFD.Exif)
    assert detail == {ExifTags.Base.DateTimeOriginal: "2026"}


def test_a_photo_too_large_for_webp_is_told_so() -> None:
    with pytest.raises(PictureError) as caught:
        export(Image.new("RGB", (16_384, 1)), "webp", None, keep_location=True)
    assert caught.value.code == "webp_too_large"
    assert "PNG or JPEG" in caught.value.sentence
