"""Undersigned as `./run` starts it, in a folder of its own, and what its processes take."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from app.config import PROJECT_FOLDER

PROCESSES = Path("/proc")
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.005
_OK = 200


class NoAnswer(Exception):  # noqa: N818 - it reads as what happened
    """The server ended, or did not answer in time; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes: `resident` counts shared pages once for each process, `own` shares them out."""

    resident: float
    own: float


@contextlib.contextmanager
def serving(settings: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start `./run`, wait for its first answer, and end it with all its processes. Raises `NoAnswer`."""
    with log.open("wb") as said:
        started = subprocess.Popen(  # noqa: S603 - our own program
            [str(PROJECT_FOLDER / "run")],
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8", **settings},
            stdout=said,
            stderr=said,
        )
    try:
        first_answer(int(settings["UNDERSIGNED_PORT"]), started, log)
        yield started
    finally:
        stop(started)


def stop(started: subprocess.Popen[bytes]) -> None:
    """End a server that this process started; it ends its own processes."""
    started.send_signal(signal.SIGTERM)
    try:
        started.wait(timeout=20)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait()


def first_answer(port: int, started: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the front page was answered. Raises `NoAnswer`."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while started.poll() is None and time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status == _OK:
                return
        except OSError:
            time.sleep(_PAUSE_SECONDS)
        finally:
            connection.close()
    raise NoAnswer(log.read_text(encoding="utf-8", errors="replace"))


def family(pid: int) -> list[int]:
    """A process and all that came from it, oldest first. Linux only."""
    parents = {}
    for entry in PROCESSES.iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                # The name of the program stands in parentheses and may hold anything.
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in sorted(parents.items()) if parent == each]
    return found


def memory(pids: list[int]) -> Memory:
    """What these processes take together. Linux only."""
    resident = own = 0
    for pid in pids:
        for line in (PROCESSES / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines():
            name, _, kilobytes = line.partition(":")
            if name in {"Rss", "Pss"}:
                amount = int(kilobytes.split()[0])
                resident, own = (resident + amount, own) if name == "Rss" else (resident, own + amount)
    return Memory(resident / 1024, own / 1024)


def sets_type(pid: int) -> bool:
    """Say whether the libraries that set type, which come with WeasyPrint, are loaded in a process. Linux only."""
    return "libpango" in (PROCESSES / str(pid) / "maps").read_text(encoding="utf-8", errors="replace")


def is_rendering_process(pid: int) -> bool:
    """Say whether a process was started to render. Linux only."""
    words = (PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")
    # bubblewrap, which starts one, names it too.
    return not words[0].endswith(b"/bwrap") and any(word.endswith(b"/rendering/confined/child.py") for word in words)
