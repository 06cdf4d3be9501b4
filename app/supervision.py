"""Two processes that live and die together: a server, and a helper that is started again when it ends.

Both are forked from the process that supervises them, so what it has imported is shared and not loaded again. Each
gets a process group of its own: a key press in the terminal reaches the supervisor alone, which then ends both.
"""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

GRACE_SECONDS = 4.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_PR_SET_PDEATHSIG = 1
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Child:
    """A process to be: its name in sentences, and what it does until SIGTERM. Ends by returning or `SystemExit`."""

    name: str
    run: Callable[[], None]


@dataclass(slots=True)
class _Background:
    """A child that is started again, later each time while it keeps ending soon after its start."""

    child: Child
    process: ForkProcess | None = None
    due: float = field(default_factory=time.monotonic)
    started: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS

    def tend(self, say: Callable[[str], None]) -> None:
        """Note the end of the process, and start the next one when it is due."""
        now = time.monotonic()
        if self.process is not None and not self.process.is_alive():
            if now - self.started > STEADY_SECONDS:
                self.pause = FIRST_PAUSE_SECONDS
            ended = _how_it_ended(self.process)
            say(f"The {self.child.name} {ended}. It starts again in {self.pause:g} s.")
            _end_group(self.process)
            self.process, self.due = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        if self.process is None and now >= self.due:
            self.process, self.started = _start(self.child), now

    def seconds_to_wait(self) -> float | None:
        """Return how long until it must be tended, or None while it runs."""
        return None if self.process is not None else max(self.due - time.monotonic(), 0.0)


def supervise(
    server: Child,
    helper: Child,
    *,
    ready: Connection,
    when_ready: Callable[[], None],
    say: Callable[[str], None],
) -> int:
    """Run both until a signal asks to stop or the server ends; return the exit code.

    `when_ready` is called once, when the server has sent anything through the other end of `ready`. `say` gets one
    sentence for each thing the operator should know. When this returns, neither process nor any of their own is
    left: SIGTERM first, SIGKILL after four seconds. The code is 0 when asked to stop, else the server's.
    """
    with _signals() as asked_to_stop:
        web, background = _start(server), _Background(helper)
        waiting_for: list[Connection | socket.socket | int] = [ready, asked_to_stop, web.sentinel]
        try:
            while web.is_alive():
                background.tend(say)
                sentinel = [background.process.sentinel] if background.process else []
                news = wait([*waiting_for, *sentinel], timeout=background.seconds_to_wait())
                if asked_to_stop in news:
                    return 0
                if ready in news:
                    waiting_for.remove(ready)
                    when_ready()
            say(f"The {server.name} {_how_it_ended(web)}.")
            return _exit_code(web)
        finally:
            _stop([web, *([background.process] if background.process else [])])


def _start(child: Child) -> ForkProcess:
    process = _fork.Process(target=_become, args=(child, os.getpid()), name=child.name)
    process.start()
    return process


def _become(child: Child, parent: int) -> None:
    """Turn a fresh fork into the child: own process group, own signals, no life after its parent."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == parent:
        child.run()


def _stop(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        process.join(max(deadline - time.monotonic(), 0.0))
        _end_group(process)
        process.kill()
        process.join()


def _end_group(process: ForkProcess) -> None:
    """End what is left of a child and of the processes it started."""
    if process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def _signals() -> Iterator[socket.socket]:
    """Give a socket that becomes readable when a signal asks this process to stop."""
    readable, writable = socket.socketpair()
    writable.settimeout(0)
    previous = {number: signal.signal(number, _note) for number in STOP_SIGNALS}
    signal.set_wakeup_fd(writable.fileno())
    try:
        yield readable
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in previous.items():
            signal.signal(number, handler)
        readable.close()
        writable.close()


def _note(_number: int, _frame: object) -> None:
    """Python wrote the signal to the wake-up socket; there is nothing more to do."""


def _exit_code(process: ForkProcess) -> int:
    """Return the code as a shell counts it: 128 and the signal's number for a process that was killed."""
    code = process.exitcode or 0
    return code if code >= 0 else 128 - code


def _how_it_ended(process: ForkProcess) -> str:
    code = process.exitcode or 0
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
