"""The rendering process: bounds itself, warms up, says what holds it, then answers jobs until its input closes.

Started as a file, not as a module of the application, so that the application itself is never loaded here.
"""

import os
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from app.rendering.confined.protection import Protection
    from app.rendering.confined.wire import Trouble
    from app.rendering.work import Job


def _enter_package() -> None:
    """Make `app.rendering` importable without running the application's own start, which loads the web."""
    package = types.ModuleType("app")
    package.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["app"] = package


def _read(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _frame(stream: BinaryIO) -> bytes:
    from app.rendering.confined import wire  # noqa: PLC0415 - after the limits

    return _read(stream, wire.length(_read(stream, wire.HEAD_BYTES)))


def _answer(frame: bytes) -> bytes:
    """Do one job."""
    from app.rendering.confined import limits, wire  # noqa: PLC0415 - after the limits
    from app.rendering.confined.doing import do  # noqa: PLC0415 - after the limits

    job: Job[object] = wire.job(frame)
    limits.grant_time()
    try:
        answer = do(job)
        limits.stop_counting()
    except BaseException as error:  # noqa: BLE001 - told to the parent, which raises it
        limits.stop_counting()
        return wire.reply_frame(trouble=trouble_of(error, job))
    return wire.reply_frame(answer=answer)


def trouble_of(error: BaseException, job: "Job[object]") -> "Trouble":
    """What is told of an error that a job ended with, in its own sentences where a person can mend it."""
    from app.core.errors import NotFound, Refused  # noqa: PLC0415 - after the limits
    from app.rendering.confined import blame, limits, wire  # noqa: PLC0415 - after the limits

    near = blame.near(error)
    match error:
        case Refused():
            return wire.Trouble(str(error))
        case NotFound():
            return wire.Trouble("There is no such letter template.")
        case MemoryError():
            return wire.Trouble(job.said.too_much_memory.format(near=near))
        case limits.TookTooLong():
            return wire.Trouble(job.said.too_long.format(near=near))
        case RecursionError():
            return wire.Trouble(job.said.too_deep.format(near=near))
        case _:
            from app.core.log import where  # noqa: PLC0415 - it brings the application's log with it

            return wire.Trouble(error=type(error).__name__, where=where(error), near=near)


def _confine(parent: int, *, in_bubblewrap: bool) -> "Protection":
    """Close what can be closed from within."""
    from app.rendering.confined import confinement  # noqa: PLC0415 - only now can it be found

    if in_bubblewrap:
        return confinement.confine_in_bubblewrap(writing=Path.cwd())
    return confinement.confine(parent, writing=Path.cwd())


def main(parent: int, *, in_bubblewrap: bool) -> None:
    """Answer jobs until standard input closes."""
    _enter_package()
    held = _confine(parent, in_bubblewrap=in_bubblewrap)
    # Whatever a library prints goes to the error stream, not between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from app.rendering.confined import blame, doing, wire  # noqa: F401, PLC0415 - after the limits, before any job
    from app.rendering.engine import typesetting  # noqa: PLC0415 - after the limits, before any job

    typesetting.warm_up()
    said = wire.protection_frame(held)
    try:
        while True:
            answers.write(wire.framed(said))
            answers.flush()
            said = _answer(_frame(sys.stdin.buffer))
    except (EOFError, BrokenPipeError):
        # Nobody asks or listens any more. What Python would still write out has nowhere to go.
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), in_bubblewrap=sys.argv[2:] == ["--in-bubblewrap"])
