"""The rendering process: bounds itself, warms up, then answers jobs on its standard streams until they close.

Started as a file, not as a module of the application, so that the application itself is never loaded here.
"""

import os
import sys
import traceback
import types
from pathlib import Path
from typing import BinaryIO


def _enter_package() -> None:
    """Make `app.rendering` importable without running the application's own start, which loads the web."""
    package = types.ModuleType("app")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["app"] = package


def _read(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def _frame(stream: BinaryIO) -> bytes:
    from app.rendering import wire  # noqa: PLC0415 - after the limits

    return _read(stream, wire.length(_read(stream, wire.HEAD_BYTES)))


def _answer(stream: BinaryIO) -> bytes:
    """Do one job; the answer is two frames."""
    from app.core.errors import NotFound, Refused  # noqa: PLC0415 - after the limits
    from app.rendering import limits, typesetting, wire  # noqa: PLC0415 - after the limits

    job = wire.job(_frame(stream))
    attached = _frame(stream)
    limits.grant_cpu(limits.CPU_SECONDS)
    try:
        if job.work is wire.Work.STAMP:
            from app.rendering import stamping  # noqa: PLC0415 - most processes set letters and stamp none

            pdf = stamping.stamp(attached, line=job.line, mark=job.mark)
            return wire.framed(wire.reply_frame(wire.Reply()), pdf)
        typeset = typesetting.render(job.the_document())
    except Refused as refused:
        return wire.framed(wire.reply_frame(wire.Reply(failure=str(refused))), b"")
    except NotFound:
        return wire.framed(wire.reply_frame(wire.Reply(failure="There is no such letter template.")), b"")
    except MemoryError:
        failure = "The document needs more memory than one document may use. Shorten it and try again."
        return wire.framed(wire.reply_frame(wire.Reply(failure=failure)), b"")
    except Exception:  # noqa: BLE001 - told to the parent, which raises it
        return wire.framed(wire.reply_frame(wire.Reply(fault=traceback.format_exc())), b"")
    return wire.framed(wire.reply_frame(wire.Reply(pages=typeset.pages)), typeset.pdf)


def main() -> None:
    """Answer jobs until standard input closes."""
    _enter_package()
    from app.rendering import limits  # noqa: PLC0415 - only now can it be found

    limits.leave_the_network()
    limits.limit_resources()
    # Whatever a library prints goes to the error stream, not between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from app.rendering import typesetting, wire  # noqa: PLC0415 - after the limits

    typesetting.warm_up()
    wire.warm_up()
    limits.forbid_children()
    while True:
        try:
            answer = _answer(sys.stdin.buffer)
        except EOFError:
            return
        answers.write(answer)
        answers.flush()


if __name__ == "__main__":
    main()
