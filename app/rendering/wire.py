"""What the parent and the rendering process say to each other: frames of JSON and bytes, never pickles."""

import struct
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from app.rendering.document import Document

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


_JOBS = TypeAdapter(Job)
_REPLIES = TypeAdapter(Reply)


def job_frame(job: Job) -> bytes:
    """A job as JSON."""
    return _JOBS.dump_json(job)


def job(frame: bytes) -> Job:
    """A job from JSON. `ValueError` if it is none."""
    return _JOBS.validate_json(frame)


def reply_frame(reply: Reply) -> bytes:
    """A reply as JSON."""
    return _REPLIES.dump_json(reply)


def reply(frame: bytes) -> Reply:
    """A reply from JSON. `ValueError` if it is none."""
    return _REPLIES.validate_json(frame)


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
