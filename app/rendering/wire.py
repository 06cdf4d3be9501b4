"""What the parent and the rendering process say to each other: frames of JSON and bytes, never pickles.

pydantic is imported with the first frame: a command that sets one letter starts the rendering process before that.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from app.rendering.document import Document

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MOST_BYTES = 64 * 1024 * 1024
_HEAD = struct.Struct(">I")
HEAD_BYTES = _HEAD.size


class Work(StrEnum):
    """What is asked for."""

    RENDER = "render"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    `document` goes with RENDER; `line` and `mark` with STAMP, whose PDF follows as a frame.
    """

    work: Work
    document: Document | None = None
    line: str = ""
    mark: str = ""

    def the_document(self) -> Document:
        """What is to be rendered. `ValueError` for a job of another kind."""
        if self.document is None:
            message = "A render job without a document."
            raise ValueError(message)
        return self.document


@dataclass(frozen=True, slots=True)
class Reply:
    """How it went; the PDF follows as a frame.

    `failure` is a sentence for a person, `fault` a traceback for us; both are empty when it went well.
    """

    pages: int = 0
    failure: str = ""
    fault: str = ""


@cache
def _jobs() -> "TypeAdapter[Job]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - see the module

    return TypeAdapter(Job)


@cache
def _replies() -> "TypeAdapter[Reply]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - see the module

    return TypeAdapter(Reply)


def warm_up() -> None:
    """Make ready for frames now, not with the first."""
    _jobs()
    _replies()


def job_frame(job: Job) -> bytes:
    """A job as JSON."""
    return _jobs().dump_json(job)


def job(frame: bytes) -> Job:
    """A job from JSON. `ValueError` if it is none."""
    return _jobs().validate_json(frame)


def reply_frame(reply: Reply) -> bytes:
    """A reply as JSON."""
    return _replies().dump_json(reply)


def reply(frame: bytes) -> Reply:
    """A reply from JSON. `ValueError` if it is none."""
    return _replies().validate_json(frame)


def framed(*frames: bytes) -> bytes:
    """Frames with their lengths before them."""
    return b"".join(_HEAD.pack(len(frame)) + frame for frame in frames)


def length(head: bytes) -> int:
    """Length of the frame behind this head. `ValueError` beyond 64 MB."""
    (found,) = _HEAD.unpack(head)
    if found > MOST_BYTES:
        message = f"A frame of {found} bytes is too long."
        raise ValueError(message)
    return int(found)
