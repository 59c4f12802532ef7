"""Pictures, for those who may see them. Nothing here has a public address."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO, TypeVar, cast

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from editor.actions.photos.pictures import Dropped, decoding, open_picture, original_source, rendition
from editor.imaging.export import Kind, export
from editor.imaging.tiles import TILE_SIDE, read_tile, tile_levels
from editor.models import Photo, Rendition, Revision
from editor.views.asking import Request, revision_for

FOREVER = "private, max-age=31536000, immutable"
"""For what is derived from a revision: a revision never changes."""

STEM_LENGTH = 60
"""File names end at 255 bytes, and a character may take four."""

TYPES: dict[Kind, str] = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
SUFFIXES: dict[Kind, str] = {"png": "png", "jpeg": "jpg", "webp": "webp"}

Answer = TypeVar("Answer", bound=HttpResponseBase)


def guarded(response: Answer) -> Answer:
    """Whatever the bytes are, a browser takes them for the declared type only and runs nothing in them."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def proxy(request: Request, pk: int) -> HttpResponseBase:
    return _rendered(request, revision_for(request, pk), Rendition.Spec.PROXY)


@require_safe
def thumb(request: Request, pk: int) -> HttpResponseBase:
    return _rendered(request, revision_for(request, pk), Rendition.Spec.THUMB)


def _rendered(request: Request, revision: Revision, spec: Rendition.Spec) -> HttpResponseBase:
    row = rendition(revision, spec)
    etag = f'"{row.pk}"'
    unchanged = get_conditional_response(request, etag=etag)
    return _kept(unchanged or FileResponse(row.file.open("rb"), content_type="image/jpeg"), etag)


@require_safe
def tile(request: Request, pk: int, level: int, x: int, y: int) -> HttpResponseBase:
    """Finer pixels for the editor; a picture's tiles are made when the first one is asked for."""
    revision = revision_for(request, pk)
    levels = tile_levels(revision.order.photo.size)
    if level >= len(levels) or x * TILE_SIDE >= levels[level][0] or y * TILE_SIDE >= levels[level][1]:
        raise Http404
    row = rendition(revision, Rendition.Spec.TILES)
    etag = f'"{row.pk}-{level}-{x}-{y}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _kept(unchanged, etag)
    with row.file.open("rb") as archive:
        data = read_tile(cast("BinaryIO", archive), level, x, y)
    return _kept(HttpResponse(data, content_type="image/jpeg"), etag)


def _kept(response: Answer, etag: str) -> Answer:
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER
    return guarded(response)


@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The revision at full size: `?format=png|jpeg|webp`, `&location=remove` without the GPS position."""
    revision = revision_for(request, pk)
    kind = request.GET.get("format", "png")
    if kind not in TYPES:
        raise Http404
    keep_location = request.GET.get("location") != "remove"
    with decoding:
        picture = open_picture(revision)
        with original_source(revision.order.photo) as source:
            data = export(picture, kind, source, keep_location=keep_location)
    name = f"{_stem(revision.order.photo)}{_step(revision)}.{SUFFIXES[kind]}"
    return _attached(FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=TYPES[kind]))


@require_safe
def original(request: Request, pk: int) -> HttpResponseBase:
    """The upload, byte for byte."""
    visible = Revision.objects.visible_to(request.user).values("order__photo")
    photo = get_object_or_404(Photo.objects.filter(pk__in=visible), pk=pk)
    name = f"{_stem(photo)}{PurePath(photo.name).suffix[:8]}"
    if photo.dropped_at:
        raise Dropped
    file = photo.original.open("rb")
    return _attached(FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream"))


def _attached(response: FileResponse) -> FileResponse:
    response["Cache-Control"] = "private, no-cache"
    return guarded(response)


def _stem(photo: Photo) -> str:
    """The photo's name without its suffix, short enough for every file system, without what a header cannot hold."""
    return "".join(sign for sign in PurePath(photo.name).stem if sign.isprintable())[:STEM_LENGTH].strip() or "photo"


def _step(revision: Revision) -> str:
    return "" if revision.is_original else f"-erased-{revision.number}"
