"""One rendering process as its parent sees it: started, asked, ended."""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.rendering.confined import sandbox, wire
from app.rendering.confined.protection import Protection

START_SECONDS = 60.0
_CHUNK = 1 << 16
_LAST_WORDS = "said.txt"
_FOLDER = "typesetter-"


class Unanswered(Exception):  # noqa: N818 - it reads as what happened
    """A job was given and no answer came."""


class Broken(Unanswered):
    """The process ended or answered nonsense; the message is what it said last."""


class Overran(Unanswered):
    """It did not answer in time."""


class Exhausted(Unanswered):
    """The system ended it after its share of computing."""


def _nothing() -> None:
    """Do nothing about it."""


@dataclass(slots=True)
class Patience:
    """How long to wait: until `seconds` have passed; `late` is called once when `late_after` have."""

    seconds: float
    late_after: float = float("inf")
    late: Callable[[], None] = _nothing
    _began: float = 0.0
    _told: bool = False

    def __post_init__(self) -> None:
        self._began = time.monotonic()

    def wait(self, descriptor: int, event: int) -> None:
        """Return when something can be read or written. `Overran` when the time is over."""
        poll = select.poll()
        poll.register(descriptor, event)
        while True:
            passed = time.monotonic() - self._began
            if passed >= self.seconds:
                raise Overran
            if passed >= self.late_after and not self._told:
                self._told = True
                self.late()
            ends = self.seconds if self._told else min(self.seconds, self.late_after)
            if poll.poll(max(ends - passed, 0) * 1000):
                return


class Renderer:
    """A process, the only folder it may write to, and how many jobs it has done. Starts when made; does not wait."""

    def __init__(self, *, bubblewrap: str) -> None:
        self.bubblewrap = bubblewrap
        self.jobs = 0
        self.protection: Protection | None = None
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-"))
        start = sandbox.command(parent=os.getpid())
        if bubblewrap:
            start = sandbox.command_in_bubblewrap(bubblewrap, str(self.folder), parent=os.getpid())
        with (self.folder / _LAST_WORDS).open("wb") as said:
            self._program = subprocess.Popen(  # noqa: S603 - our own file, no argument from outside
                start,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=self.folder,
                # Nothing of our environment: no secret of the application is there to be read.
                env={
                    "LANG": "C.UTF-8",
                    "TMPDIR": str(self.folder),
                    "HOME": str(self.folder),
                    "PYTHONHASHSEED": "0",
                    "PYTHONDONTWRITEBYTECODE": "1",
                },
                start_new_session=True,
            )
        if self._program.stdin is None or self._program.stdout is None:
            message = "The rendering process was started without its streams."
            raise RuntimeError(message)
        self._streams = (self._program.stdin, self._program.stdout)
        for stream in self._streams:
            os.set_blocking(stream.fileno(), False)

    @property
    def pid(self) -> int:
        """Number of the process that was started; inside bubblewrap the one that renders is a child of it."""
        return self._program.pid

    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self._program.poll() is not None

    def wait_until_ready(self) -> Protection:
        """Return what holds it when it waits for work. `Broken` if it never will."""
        if self.protection is None:
            patience = Patience(START_SECONDS)
            try:
                self.protection = wire.protection(self._frame(patience))
            except (EOFError, ValueError, Overran) as error:
                raise Broken(self._last_words()) from error
        return self.protection

    def ask(self, frame: bytes, patience: Patience) -> bytes:
        """Send a job and return the reply. Raises `Unanswered` in one of its three forms."""
        try:
            self._write(wire.framed(frame), patience)
            found = self._frame(patience)
        except (EOFError, BrokenPipeError, ValueError) as error:
            raise Exhausted if self._used_up() else Broken(self._last_words()) from error
        self.jobs += 1
        return found

    def end(self) -> None:
        """End it by force, and remove its folder."""
        self._program.kill()
        self._program.wait()
        self.forget()
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of it without ending it: after a fork it is the other side's."""
        for stream in self._streams:
            stream.close()
        # Python would warn of a process that nobody has waited for.
        self._program.returncode = self._program.returncode or 0

    def _used_up(self) -> bool:
        """Whether the system ended it for its use of the processor."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            # bubblewrap counts as a shell does.
            return self._program.wait(1) in {-signal.SIGXCPU, 128 + signal.SIGXCPU}
        return False

    def _last_words(self) -> str:
        said = (self.folder / _LAST_WORDS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return said[-1] if said else "It said nothing."

    def _frame(self, patience: Patience) -> bytes:
        return self._read(wire.length(self._read(wire.HEAD_BYTES, patience)), patience)

    def _write(self, request: bytes, patience: Patience) -> None:
        descriptor = self._streams[0].fileno()
        rest = memoryview(request)
        while rest:
            patience.wait(descriptor, select.POLLOUT)
            rest = rest[os.write(descriptor, rest[:_CHUNK]) :]

    def _read(self, size: int, patience: Patience) -> bytes:
        descriptor = self._streams[1].fileno()
        found = bytearray()
        while len(found) < size:
            patience.wait(descriptor, select.POLLIN)
            part = os.read(descriptor, min(_CHUNK, size - len(found)))
            if not part:
                raise EOFError
            found += part
        return bytes(found)


def remove_what_was_left() -> None:
    """Remove the folders of processes whose parent was ended by force. They are named by its number."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
