"""What the parent and the rendering process say to each other: frames of JSON, never pickles.

Whatever comes is checked against the classes of `work` before it is used.
"""

import struct
from dataclasses import dataclass
from typing import get_args

from msgspec import Raw
from msgspec.json import Decoder, Encoder

from app.rendering.confined.protection import Protection
from app.rendering.failures import TypesettingFailed
from app.rendering.work import Answer, AnyJob, Job

MOST_BYTES = 64 * 1024 * 1024
_HEAD = struct.Struct(">I")
HEAD_BYTES = _HEAD.size


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a job was not done.

    `sentence` is for a person, and what it says holds whoever tries again. Without one something is broken in the
    process: `error` is the class of what was raised and `where` the lines of code, neither of which quotes the
    document; `near` is the text that was being set, if it is known.
    """

    sentence: str = ""
    error: str = ""
    where: str = ""
    near: str = ""


_encoder = Encoder()
_named = Decoder(tuple[str, Raw])
_KINDS: dict[str, type[AnyJob]] = {kind.__name__: kind for kind in get_args(AnyJob)}


def job_frame(job: Job[Answer]) -> bytes:
    """A job as JSON. `TypesettingFailed` for what no text may hold, and for what is too much at once."""
    try:
        frame = _encoder.encode((type(job).__name__, job))
    except UnicodeEncodeError as error:
        message = "The text holds half a character (a surrogate). Type the text again, without what looks empty."
        raise TypesettingFailed(message) from error
    if len(frame) > MOST_BYTES:
        raise TypesettingFailed(job.said.too_large.format(size=len(frame) // 1024**2, most=MOST_BYTES // 1024**2))
    return frame


def job(frame: bytes) -> AnyJob:
    """A job from JSON. `ValueError` if it is none."""
    name, rest = _named.decode(frame)
    if name not in _KINDS:
        message = f"There is no job of the kind {name}."
        raise ValueError(message)
    return Decoder(_KINDS[name]).decode(rest)


def reply_frame(*, trouble: Trouble | None = None, answer: Answer | None = None) -> bytes:
    """How a job went, as JSON."""
    return _encoder.encode((trouble, answer))


def reply(job: Job[Answer], frame: bytes) -> Answer | Trouble:
    """How a job went, from JSON. `ValueError` if it does not say."""
    replies: Decoder[tuple[Trouble | None, Answer | None]] = Decoder(tuple[Trouble | None, job.answer() | None])  # type: ignore[misc]  # the class is known at run time only
    trouble, answer = replies.decode(frame)
    if trouble is not None:
        return trouble
    if answer is None:
        message = "The reply says neither how it went well nor why it did not."
        raise ValueError(message)
    return answer


def protection_frame(protection: Protection) -> bytes:
    """What holds, as JSON: the first thing the process says."""
    return _encoder.encode(protection)


def protection(frame: bytes) -> Protection:
    """What holds, from JSON. `ValueError` if it does not say."""
    return Decoder(Protection).decode(frame)


def framed(frame: bytes) -> bytes:
    """A frame with its length before it."""
    return _HEAD.pack(len(frame)) + frame


def length(head: bytes) -> int:
    """Length of the frame behind this head. `ValueError` beyond 64 MB."""
    (found,) = _HEAD.unpack(head)
    if found > MOST_BYTES:
        message = f"A frame of {found} bytes is too long."
        raise ValueError(message)
    return int(found)
