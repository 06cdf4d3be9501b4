"""The real thing: started as `./run` starts it, on a free port and an empty folder, with its worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.config import PROJECT_FOLDER
from tests.journeys import mailbox
from tests.journeys.mailbox import Mail

PATIENCE = 60.0
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Server:
    """A running installation. `first_start` is the path at which the first account is made."""

    process: subprocess.Popen[str]
    address: str
    first_start: str
    data: Path

    def mail(self, to: str, subject: str) -> Mail:
        """The one message there whose subject begins so, as soon as the worker has delivered it."""
        found: list[Mail] = []

        def arrived() -> bool:
            found[:] = [each for each in mailbox.read(self.data / "mail") if each.to == to]
            found[:] = [each for each in found if each.subject.startswith(subject)]
            return bool(found)

        wait_for(arrived, f"{to} gets “{subject}…”")
        assert len(found) == 1, f"{to} has {len(found)} messages “{subject}…”"
        return found[0]

    def worker(self) -> int:
        """The process id of the background worker: of the two that the start has forked, the second."""
        return max(children(self.process.pid))

    def said(self) -> str:
        """Everything it told its operator."""
        return (self.data / "said").read_text()


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start, wait until it says where to open it, and stop at the end."""
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"UNDERSIGNED_DATA": str(folder), "UNDERSIGNED_PORT": str(port), "UNDERSIGNED_LOG_LEVEL": "warning"}
    others = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSIGNED_")}
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "app", "start"],
            cwd=PROJECT_FOLDER,
            env=others | settings | {"PYTHONPATH": str(PROJECT_FOLDER)},
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    try:
        assert process.stdout is not None
        ready, first_start = process.stdout.readline(), process.stdout.readline()
        assert "Undersigned is ready" in ready, (folder / "said").read_text()
        yield Server(process, ready.split()[-1], urlsplit(first_start.split()[-1]).path, folder)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def wait_for(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds, or fail and say what did not."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(PAUSE)


def children(parent: int) -> list[int]:
    """The processes a process has started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, ppid in pairs if int(ppid) == parent]
