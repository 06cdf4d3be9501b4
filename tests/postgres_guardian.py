"""Starts a PostgreSQL server, and stops it and removes its folder once the run of tests it belongs to has ended.

A process of its own, because a run that is killed cannot clean up. It ends nothing but the server it started.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

LOOK_EVERY_SECONDS = 0.5


def is_alive(process: int) -> bool:
    """Say whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def guard(folder: Path, *, run: int, user: str | None, command: list[str]) -> None:
    """Run `command` as `user` (None: as we are) for as long as the process `run` lives, then remove `folder`."""
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            user=user,
            group=None if user is None else pwd.getpwnam(user).pw_gid,
            extra_groups=None if user is None else [],
        )
    while is_alive(run) and server.poll() is None:
        time.sleep(LOOK_EVERY_SECONDS)
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown: nothing here is worth keeping
        server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    guard(Path(sys.argv[1]), run=int(sys.argv[2]), user=sys.argv[3] or None, command=sys.argv[4:])
