"""What the parent and the rendering process say to each other: frames of JSON, never pickles.

pydantic is imported with the first frame: a command that sets one letter starts the rendering process before that.
"""

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, cast

from app.rendering.failures import TypesettingFailed
from app.rendering.protection import Protection
from app.rendering.work import Answer, AnyJob, Job

if TYPE_CHECKING:
    from pydantic import ConfigDict, TypeAdapter

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


@cache
def _jobs() -> "TypeAdapter[AnyJob]":
    from pydantic import Field, TypeAdapter  # noqa: PLC0415 - see the module

    return TypeAdapter(Annotated[AnyJob, Field(discriminator="kind")], config=_bytes_as_text())


def _reply_to(job: Job[Answer]) -> "TypeAdapter[tuple[Trouble | None, Answer | None]]":
    return _replies(job.answer())  # type: ignore[arg-type]  # mypy takes the class for one of its instances


@cache
def _replies(answer: type[Answer]) -> "TypeAdapter[tuple[Trouble | None, Answer | None]]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - see the module

    return TypeAdapter(tuple[Trouble | None, answer | None], config=_bytes_as_text())  # type: ignore[valid-type]  # the class is known at run time only


@cache
def _protections() -> "TypeAdapter[Protection]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - see the module

    return TypeAdapter(Protection)


def _bytes_as_text() -> "ConfigDict":
    from pydantic import ConfigDict  # noqa: PLC0415 - see the module

    return ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


def warm_up() -> None:
    """Make ready for frames now, not with the first."""
    _jobs()


def job_frame(job: Job[Answer]) -> bytes:
    """A job as JSON. `TypesettingFailed` for what no text may hold, and for what is too much at once."""
    try:
        frame = _jobs().dump_json(cast("AnyJob", job))  # every job is one of them
    except ValueError as error:
        message = "The text holds half a character (a surrogate). Type the text again, without what looks empty."
        raise TypesettingFailed(message) from error
    if len(frame) > MOST_BYTES:
        raise TypesettingFailed(job.said.too_large.format(size=len(frame) // 1024**2, most=MOST_BYTES // 1024**2))
    return frame


def job(frame: bytes) -> AnyJob:
    """A job from JSON. `ValueError` if it is none."""
    return _jobs().validate_json(frame)


def reply_frame(job: Job[Answer], *, trouble: Trouble | None = None, answer: Answer | None = None) -> bytes:
    """How a job went, as JSON."""
    return _reply_to(job).dump_json((trouble, answer))


def reply(job: Job[Answer], frame: bytes) -> Answer | Trouble:
    """How a job went, from JSON. `ValueError` if it does not say."""
    trouble, answer = _reply_to(job).validate_json(frame)
    if trouble is not None:
        return trouble
    if answer is None:
        message = "The reply says neither how it went well nor why it did not."
        raise ValueError(message)
    return answer


def protection_frame(protection: Protection) -> bytes:
    """What holds, as JSON: the first thing the process says."""
    return _protections().dump_json(protection)


def protection(frame: bytes) -> Protection:
    """What holds, from JSON. `ValueError` if it does not say."""
    return _protections().validate_json(frame)


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
