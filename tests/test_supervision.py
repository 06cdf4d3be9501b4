"""Two processes that live and die together, tried with real ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER

# Loaded without the application, so that each start takes no longer than Python's own.
PROGRAM = """
import multiprocessing, os, signal, subprocess, sys, time
from supervision import Child, supervise

ready, tell = multiprocessing.Pipe(duplex=False)

def note(name):
    with open(name, "a") as file:
        file.write(f"{os.getpid()}\\n")

def sleep():
    while True:
        time.sleep(60)

def server():
    note("server")
    tell.send_bytes(b"1")
    SERVER

def helper():
    note("helper")
    HELPER

sys.exit(supervise(Child("web server", server), Child("worker", helper), ready=ready,
                   when_ready=lambda: print("ready", flush=True),
                   say=lambda sentence: print(sentence, file=sys.stderr, flush=True)))
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def begin(*, server: str = "sleep()", helper: str = "sleep()") -> subprocess.Popen[str]:
        program = PROGRAM.replace("SERVER", server).replace("HELPER", helper)
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROJECT_FOLDER / "app")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def ids(folder: Path, name: str, *, count: int = 1) -> list[int]:
    """The processes that noted themselves under `name`, as soon as there are `count`."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        noted = (folder / name).read_text().split() if (folder / name).exists() else []
        if len(noted) >= count:
            return [int(number) for number in noted]
        time.sleep(0.02)
    message = f"{name} was not started {count} times"
    raise AssertionError(message)


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(number: int) -> None:
    deadline = time.monotonic() + 10
    while alive(number) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both_without_a_word(number: signal.Signals, start: Start, tmp_path: Path) -> None:
    process = start()
    children = ids(tmp_path, "server") + ids(tmp_path, "helper")
    assert all(alive(child) for child in children)

    process.send_signal(number)
    said, complained = process.communicate(timeout=5)

    assert (process.returncode, said, complained) == (0, "ready\n", "")
    assert not any(alive(child) for child in children)


def test_a_child_that_will_not_end_is_ended_with_all_it_started(start: Start, tmp_path: Path) -> None:
    process = start(
        server="signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "subprocess.Popen(['sh', '-c', 'trap \"\" TERM; echo $$ > grandchild; sleep 60; sleep 60']); sleep()"
    )
    (server,), (grandchild,) = ids(tmp_path, "server"), ids(tmp_path, "grandchild")

    process.terminate()
    process.communicate(timeout=6)

    assert process.returncode == 0
    wait_until_gone(server)
    wait_until_gone(grandchild)


def test_a_server_that_ends_ends_everything_with_its_code(start: Start, tmp_path: Path) -> None:
    process = start(server="time.sleep(0.5); sys.exit(7)")

    _, complained = process.communicate(timeout=10)

    assert process.returncode == 7
    assert complained == "The web server ended with exit code 7.\n"
    assert not any(alive(number) for number in ids(tmp_path, "helper"))


def test_a_server_that_is_killed_says_so_as_a_shell_does(start: Start, tmp_path: Path) -> None:
    process = start()
    os.kill(ids(tmp_path, "server")[0], signal.SIGKILL)

    _, complained = process.communicate(timeout=10)

    assert process.returncode == 128 + signal.SIGKILL
    assert complained == "The web server was ended by SIGKILL.\n"


def test_a_killed_helper_is_started_again_and_the_server_goes_on(start: Start, tmp_path: Path) -> None:
    process = start()
    (server,), (helper,) = ids(tmp_path, "server"), ids(tmp_path, "helper")
    os.kill(helper, signal.SIGKILL)

    _, successor = ids(tmp_path, "helper", count=2)

    assert alive(server)
    assert alive(successor)
    process.terminate()
    _, complained = process.communicate(timeout=5)
    assert complained == "The worker was ended by SIGKILL. It starts again in 1 s.\n"


def test_a_helper_that_keeps_ending_is_started_ever_later(start: Start, tmp_path: Path) -> None:
    process = start(helper="sys.exit(3)")
    ids(tmp_path, "helper", count=3)

    process.terminate()
    _, complained = process.communicate(timeout=5)

    assert complained.splitlines()[:2] == [
        "The worker ended with exit code 3. It starts again in 1 s.",
        "The worker ended with exit code 3. It starts again in 2 s.",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
def test_nobody_is_left_when_the_supervisor_itself_is_killed(start: Start, tmp_path: Path) -> None:
    process = start()
    children = ids(tmp_path, "server") + ids(tmp_path, "helper")

    process.kill()
    process.communicate()

    for child in children:
        wait_until_gone(child)
