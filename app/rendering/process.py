"""Setting documents in a process of its own: limited, without network, kept warm, replaced when it fails."""

import atexit
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.rendering import wire
from app.rendering.document import Document, Typeset
from app.rendering.failures import TypesettingFailed

WALL_SECONDS = 20.0
JOBS_PER_CHILD = 50

_CHILD = Path(__file__).with_name("child.py")
_CHUNK = 1 << 16


@dataclass(slots=True)
class _Child:
    """A running process, the folder it may write to, and how many jobs it has done."""

    running: subprocess.Popen[bytes]
    folder: str
    jobs: int = 0


class _ChildFailed(Exception):  # noqa: N818 - it reads as what happened
    """The process died, overran or answered nonsense."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Typesetter:
    """One rendering process, one job at a time; safe to use from several threads.

    The process is started by the first job (or by `start`), ended by `close`, and belongs to the process that
    made it: after a fork each side has its own.
    """

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, jobs_per_child: int = JOBS_PER_CHILD) -> None:
        self.wall_seconds = wall_seconds
        self.jobs_per_child = jobs_per_child
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._owner = os.getpid()

    @property
    def pid(self) -> int:
        """Number of the running process, 0 without one."""
        return self._child.running.pid if self._child is not None else 0

    @property
    def folder(self) -> Path:
        """The only folder meant for the process to write to; gone with it."""
        with self._lock:
            return Path(self._ready().folder)

    def start(self) -> None:
        """Start the process now, so that the first job finds it warm. Does not wait."""
        with self._lock:
            self._ready()

    def typeset(self, document: Document) -> Typeset:
        """Set a document. Raises `TypesettingFailed` with a sentence."""
        reply, pdf = self._do(wire.Job(work=wire.Work.RENDER, document=document), b"")
        return Typeset(pdf=pdf, pages=reply.pages)

    def stamp(self, pdf: bytes, *, line: str, mark: str) -> bytes:
        """Stamp a copy, see `stamping.stamp`. Raises `TypesettingFailed` with a sentence."""
        _, stamped = self._do(wire.Job(work=wire.Work.STAMP, line=line, mark=mark), pdf)
        return stamped

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _do(self, job: wire.Job, attached: bytes) -> tuple[wire.Reply, bytes]:
        with self._lock:
            child = self._ready()
            try:
                reply, pdf = _exchange(child.running, wire.framed(wire.job_frame(job), attached), self.wall_seconds)
            except _ChildFailed as failed:
                self._end()
                raise TypesettingFailed(failed.sentence) from failed
            child.jobs += 1
            if child.jobs >= self.jobs_per_child:
                self._end()
        if reply.failure:
            raise TypesettingFailed(reply.failure)
        if reply.fault:
            raise RuntimeError(reply.fault)
        return reply, pdf

    def _ready(self) -> _Child:
        if self._owner != os.getpid():
            # A fork copied us: the process is the other side's, and so is its folder.
            self._child = None
            self._owner = os.getpid()
        if self._child is not None and self._child.running.poll() is not None:
            self._end()
        if self._child is None:
            self._child = _start()
        return self._child

    def _end(self) -> None:
        if self._child is None or self._owner != os.getpid():
            return
        running = self._child.running
        running.kill()
        running.wait()
        for stream in (running.stdin, running.stdout):
            if stream is not None:
                stream.close()
        shutil.rmtree(self._child.folder, ignore_errors=True)
        self._child = None


def _start() -> _Child:
    folder = tempfile.mkdtemp(prefix="typesetter-")
    running = subprocess.Popen(  # noqa: S603 - our own file, no argument from outside
        [sys.executable, "-s", "-P", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        # Nothing of our environment: no secret of the application is there to be read.
        env={
            "LANG": "C.UTF-8",
            "TMPDIR": folder,
            "HOME": folder,
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        start_new_session=True,
    )
    return _Child(running=running, folder=folder)


def _exchange(running: subprocess.Popen[bytes], request: bytes, seconds: float) -> tuple[wire.Reply, bytes]:
    """Write the request and read two frames before the time is over."""
    if running.stdin is None or running.stdout is None:
        message = "The rendering process was started without its streams."
        raise RuntimeError(message)
    inward, outward = running.stdin.fileno(), running.stdout.fileno()
    os.set_blocking(inward, False)
    os.set_blocking(outward, False)
    until = time.monotonic() + seconds
    try:
        _write(inward, request, until)
        found = [_read(outward, wire.length(_read(outward, wire.HEAD_BYTES, until)), until) for _ in range(2)]
        return wire.reply(found[0]), found[1]
    except (EOFError, BrokenPipeError) as error:
        message = "The document took more memory or time than one may use. Shorten it and try again."
        raise _ChildFailed(message) from error
    except ValueError as error:
        message = "The rendering process answered something that is no document. Try again."
        raise _ChildFailed(message) from error


def _wait(*, reading: tuple[int, ...] = (), writing: tuple[int, ...] = (), until: float) -> None:
    left = until - time.monotonic()
    if left <= 0 or select.select(reading, writing, (), left) == ([], [], []):
        message = "Setting the document took too long and was stopped. Shorten it and try again."
        raise _ChildFailed(message)


def _write(descriptor: int, request: bytes, until: float) -> None:
    rest = memoryview(request)
    while rest:
        _wait(writing=(descriptor,), until=until)
        rest = rest[os.write(descriptor, rest[:_CHUNK]) :]


def _read(descriptor: int, size: int, until: float) -> bytes:
    found = bytearray()
    while len(found) < size:
        _wait(reading=(descriptor,), until=until)
        part = os.read(descriptor, min(_CHUNK, size - len(found)))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


@cache
def typesetter() -> Typesetter:
    """The one of this process; ended with it."""
    shared = Typesetter()
    atexit.register(shared.close)
    return shared


def typeset(document: Document) -> Typeset:
    """Set a document in the process kept for it. Raises `TypesettingFailed` with a sentence."""
    return typesetter().typeset(document)


def stamp_copy(pdf: bytes, *, line: str, mark: str) -> bytes:
    """Stamp a copy in the same process. Raises `TypesettingFailed` with a sentence."""
    return typesetter().stamp(pdf, line=line, mark=mark)
