"""Uploaded pictures taken in: looked at here, decoded and drawn anew in the rendering process."""

from collections.abc import Callable, Mapping

from app.core.errors import Obstacle, Refused, refuse_if
from app.core.typed import file_name_shown
from app.rendering.pictures import obstacle_to_taking
from app.rendering.process import typesetter
from app.rendering.work import TakePicture


def take_picture(content: bytes, *, file_name: str) -> bytes:
    """Return the picture as it is kept, a PNG, see `decoding.redrawn`. Raises `Refused` with a sentence."""
    refuse_if(obstacle_to_taking(content, file_name=file_name))
    return typesetter().do(TakePicture(content)).png


def take_pictures(contents: Mapping[str, bytes], *, where: Callable[[str], str]) -> dict[str, bytes]:
    """Take pictures of a folder in, by file name.

    `Refused` says of the first that cannot be printed what it is called and, as `where` has it, what names it.
    """
    taken = {}
    for name, content in contents.items():
        try:
            taken[name] = take_picture(content, file_name=name)
        except Refused as refused:
            sentence = f"“{file_name_shown(name)}” cannot be used. {refused.obstacle.sentence}"
            raise Refused(Obstacle(f"{where(name)}: {sentence}")) from refused
    return taken
