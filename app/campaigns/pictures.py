"""Pictures that a team or a member gives: taken from a form, drawn anew in the rendering process, kept, shown again."""

from collections.abc import Callable, Mapping

from flask import Response
from flask_wtf.file import FileField

from app.core import files
from app.core.errors import NotFound, refuse_if
from app.rendering.picture_sizes import obstacle_to_taking_all
from app.rendering.pictures import MOST_BYTES
from app.rendering.taking_in import take_picture, take_pictures

ACCEPTED = "image/png,image/jpeg,image/webp"
HINT = "A PNG, JPEG or WebP file of at most 1 MB."


def taken(field: FileField) -> bytes:
    """The picture chosen in a form, drawn anew and not kept yet; empty where none was chosen. Raises `Refused`."""
    if not field.data:
        return b""
    return take_picture(field.data.read(MOST_BYTES + 1), file_name=field.data.filename or "")


def kept(field: FileField) -> str:
    """Keep the picture chosen in a form and return its SHA-256; empty where none was chosen. Raises `Refused`."""
    picture = taken(field)
    return files.put(picture) if picture else ""


def kept_files(contents: Mapping[str, bytes], *, where: Callable[[str], str]) -> dict[str, str]:
    """Keep pictures from a folder, by file name; the SHA-256 of each. `Refused` as `_taken_at_once`."""
    return {name: files.put(png) for name, png in _taken_at_once(contents, where=where).items()}


def digests(contents: Mapping[str, bytes], *, where: Callable[[str], str]) -> dict[str, str]:
    """The SHA-256 that pictures from a folder would be kept by, by file name. `Refused` as `_taken_at_once`."""
    return {name: files.digest_of(png) for name, png in _taken_at_once(contents, where=where).items()}


def _taken_at_once(contents: Mapping[str, bytes], *, where: Callable[[str], str]) -> dict[str, bytes]:
    """The pictures of one import, drawn anew.

    `Refused` where that would take long, before any is decoded; else as `take_pictures`.
    """
    refuse_if(obstacle_to_taking_all(contents.values()))
    return take_pictures(contents, where=where)


def shown(digest: str | None) -> Response:
    """The answer with a picture as it is kept. `NotFound` where there is none."""
    if not digest:
        raise NotFound
    return Response(files.get(digest), mimetype="image/png")
