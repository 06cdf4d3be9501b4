"""What the kernel keeps from a rendering process, tried from within by a program that means harm."""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from app.config import PROJECT_FOLDER
from app.core import log
from app.editions import examining
from app.editions.signatures import Known
from app.rendering.confined import running, sandbox
from app.rendering.confined.protection import Protection
from app.rendering.other_forms.word import child as pandoc
from app.rendering.process import Typesetter
from tests.factories import NOON

TRIES = """
import json, os, pathlib, resource, socket, subprocess, sys, threading
program, parent, canary, port = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])

def fork():
    if os.fork() == 0:
        os._exit(0)

def thread():
    started = threading.Thread(target=len, args=("",))
    started.start()
    started.join()

tries = {
    "read a file": lambda: open(canary).read(),
    "read who is here": lambda: open("/etc/passwd").read(),
    "list a home": lambda: os.listdir("/root" if os.geteuid() == 0 else os.path.dirname(canary)),
    "write beside": lambda: open(canary + ".new", "w").write("x"),
    "change the program": lambda: open(program, "a").write(""),
    "remove a file": lambda: os.remove(canary),
    "connect": lambda: socket.create_connection(("127.0.0.1", port), timeout=2),
    "connect to a local socket": lambda: socket.socket(socket.AF_UNIX).connect("/run/x"),
    "make a pair of datagrams": lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM),
    "make a pair of streams": socket.socketpair,
    "fork": fork,
    "start a program": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "become another program": lambda: became("/bin/true", ["true"]),
    "signal another process": lambda: os.kill(int(sys.argv[2]), 0),
    "take more memory": lambda: resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)),
    "open more files": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (640, 640)),
    "write in its folder": lambda: pathlib.Path("x").write_text("x"),
    "start a thread": thread,
}
became = os.execv

def outcome(held):
    found = {}
    for name, attempt in tries.items():
        try:
            attempt()
        except (OSError, ValueError):
            found[name] = "refused"
        else:
            found[name] = "done"
    return json.dumps([held.landlock, held.calls, found])

def load(name):
    import importlib.util
    spec = importlib.util.spec_from_file_location(name, program)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
"""

PROBE = (
    TRIES
    + """
child = load("child")
child._enter_package()
print(outcome(child._confine(parent, in_bubblewrap=sys.argv[5:] == ["--in-bubblewrap"])))
"""
)

# What holds the two others is only known inside: it is written down on the way.
WATCHED = """
from app.rendering.confined import confinement
held, confine = [], confinement.confine
confinement.confine = lambda *given, **more: held.append(confine(*given, **more))
"""

PROBE_OF_PANDOC = (
    TRIES
    + """
import types
sys.modules["app"] = types.ModuleType("app")
sys.modules["app"].__path__ = [sys.argv[5]]
"""
    + WATCHED
    + """
child = load("child")
os.execv = lambda *_command: print(outcome(held[0]))
child.main(parent, [os.path.realpath(sys.executable)])
"""
)

PROBE_OF_EXAMINING = (
    TRIES
    + """
sys.path.insert(0, os.path.dirname(sys.argv[5]))
from app.editions import examining
"""
    + WATCHED
    + """
examining.judge = lambda *_given, now: examining.Verdict(title=outcome(held[0]))
examining.main(parent)
"""
)


@pytest.fixture
def port() -> Iterator[int]:
    """A server that would answer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.skipif(sys.platform != "linux", reason="what is tried here only Linux keeps from a process")
@pytest.mark.parametrize("held", ["bubblewrap", "limits"])
def test_a_program_that_means_harm_gets_nowhere(held: str, tmp_path: Path, port: int) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("sings")
    folder = tmp_path / "own"
    folder.mkdir()
    probe = folder / "probe.py"
    probe.write_text(PROBE)
    command = sandbox.command(parent=os.getpid())
    if held == "bubblewrap":
        if not _bubblewrap_works():
            pytest.skip("bubblewrap is not here, or may not make namespaces")
        command = sandbox.command_in_bubblewrap(sandbox.bubblewrap(), str(folder), parent=os.getpid())
    at = command.index(str(sandbox.PROGRAM))
    command[at : at + 2] = [str(probe), str(sandbox.PROGRAM), str(os.getpid()), str(canary), str(port)]

    done = subprocess.run(command, cwd=folder, env={"LANG": "C.UTF-8"}, capture_output=True, check=False)

    assert done.stderr == b""
    landlock, calls, found = json.loads(done.stdout)
    if not (landlock and calls):
        pytest.skip("this kernel has no Landlock or no filter of system calls")
    assert [name for name, outcome in found.items() if outcome == "done"] == ["write in its folder", "start a thread"]
    assert canary.read_text() == "sings"


@pytest.mark.skipif(sys.platform != "linux", reason="what is tried here only Linux keeps from a process")
@pytest.mark.parametrize(
    ("probe", "program", "may"),
    [
        (PROBE_OF_PANDOC, Path(pandoc.__file__), ["write in its folder", "start a thread"]),
        (PROBE_OF_EXAMINING, Path(examining.__file__), ["make a pair of streams", "start a thread"]),
    ],
    ids=["what becomes Pandoc", "what judges a foreign file"],
)
def test_what_reads_something_foreign_elsewhere_is_held_as_well(
    probe: str, program: Path, may: list[str], tmp_path: Path, port: int
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("sings")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "probe.py").write_text(probe)
    command = [sys.executable, "-s", "-P", "probe.py", str(program), str(os.getpid()), str(canary), str(port)]
    asked = TypeAdapter(examining.Examination).dump_json(examining.Examination(Known(), NOON)) + b"\n"

    done = subprocess.run(
        [*command, str(PROJECT_FOLDER / "app")],
        cwd=folder,
        env={"LANG": "C.UTF-8"},
        input=asked,
        capture_output=True,
        check=False,
    )

    assert done.stderr == b""
    said = json.loads(done.stdout)
    landlock, calls, found = json.loads(said["title"]) if isinstance(said, dict) else said
    if not (landlock and calls):
        pytest.skip("this kernel has no Landlock or no filter of system calls")
    assert [name for name, outcome in found.items() if outcome == "done"] == may
    assert canary.read_text() == "sings"


def _bubblewrap_works() -> bool:
    typesetter = Typesetter()
    held = typesetter.protection()
    typesetter.close()
    return held.bubblewrap


def test_where_bubblewrap_does_not_work_the_limits_hold_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    typesetter = Typesetter()
    typesetter.bubblewrap = str(broken)
    log.init("warning")  # whatever tests before this one left

    held = typesetter.protection()
    typesetter.close()
    log.init("error")

    assert not held.bubblewrap
    said = capsys.readouterr()
    assert "bubblewrap does not work here" in said.out + said.err
    assert "No permissions to create new namespace" in said.out + said.err


def test_a_process_that_cannot_start_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "child.py"
    broken.write_text("raise SystemExit('cannot load library libpango')")
    monkeypatch.setattr(sandbox, "PROGRAM", broken)
    process = running.Renderer(bubblewrap="")

    with pytest.raises(running.Broken, match="cannot load library libpango"):
        process.wait_until_ready()
    process.end()


@pytest.mark.parametrize(
    ("protection", "sentence"),
    [
        (
            Protection(bubblewrap=True, landlock=True, calls=True),
            (
                "The rendering process is held by bubblewrap, Landlock, a filter of system calls, "
                "limits of memory, time and files."
            ),
        ),
        (
            Protection(namespace=True),
            (
                "The rendering process is held by a network namespace, limits of memory, time and files. "
                "Nothing but its own code keeps it from other files: install bubblewrap."
            ),
        ),
        (
            Protection(),
            (
                "The rendering process is held by limits of memory, time and files. "
                "Nothing but its own code keeps it from other files and the network: install bubblewrap."
            ),
        ),
    ],
)
def test_what_holds_is_said_in_words(protection: Protection, sentence: str) -> None:
    assert protection.sentence() == sentence


def test_the_limits_can_be_imported_where_there_is_no_linux() -> None:
    asked = (
        "import sys; sys.platform = 'darwin'\n"
        "from app.rendering import process\n"
        "from app.rendering.confined import landlock, limits, sandbox, system_calls\n"
        "from pathlib import Path\n"
        "import os\n"
        "print(limits.leave_the_network(), landlock.confine(reading=(), writing=Path()), system_calls.forbid(),"
        " sandbox.bubblewrap() or None)\n"
        "limits.end_with(os.getppid()); limits.limit_resources(); limits.give_up_rights(); limits.grant_time()\n"
        "print(process.Typesetter().waiting)\n"
    )

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "False False False None\n()\n"
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] != 0
