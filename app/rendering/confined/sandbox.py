"""What the rendering process may see, and the command that starts it: inside bubblewrap where that works.

Imported by the process itself too, before anything heavy: it closes the same doors again from within.
"""

import mimetypes
import os
import shutil
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("child.py")
IN_BUBBLEWRAP = "--in-bubblewrap"

_PROJECT = Path(__file__).resolve().parents[3]
# Where a system keeps its programs; the PATH of whoever started us is not asked.
_PROGRAMS = "/usr/local/bin:/usr/bin:/bin"
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache")


def readable() -> tuple[Path, ...]:
    """Files and folders it needs to read: Python, the libraries, its own code, templates and typefaces."""
    own = ("app/rendering", "app/core", "letter_templates")
    python = Path(sys.executable)
    environment = [Path(sys.prefix, name) for name in ("pyvenv.cfg", "lib", "lib64")]
    base = [Path(sys.base_prefix, name) for name in ("lib", "lib64")]
    machine = map(Path, (*_LIBRARIES, *mimetypes.knownfiles))
    wanted = [python, python.resolve(), *environment, *base, *machine]
    found = [path for path in (*wanted, *(_PROJECT / name for name in own)) if path.exists()]
    return tuple(dict.fromkeys(found))


def bubblewrap() -> str:
    """The program, or nothing where there is none."""
    found = shutil.which("bwrap", path=_PROGRAMS) if sys.platform == "linux" else None
    return found or ""


def command(*, parent: int) -> list[str]:
    """Start the process with limits only; it ends when process `parent` has ended."""
    return [sys.executable, "-s", "-P", str(PROGRAM), str(parent)]


def command_in_bubblewrap(program: str, folder: str, *, parent: int) -> list[str]:
    """Start it with namespaces of its own, seeing nothing but what is `readable` and, to write, `folder`."""
    shown = []
    for path in readable():
        # A link such as /lib to usr/lib stays one: the files behind it are shown already.
        if path.is_symlink() and path.parent == Path("/"):
            shown += ["--symlink", str(path.readlink()), str(path)]
        else:
            shown += ["--ro-bind", str(path), str(path)]
    return [
        program,
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        *("--cap-drop", "ALL"),
        *shown,
        *("--dev-bind-try", os.devnull, os.devnull),
        *("--bind", folder, folder),
        *("--remount-ro", "/"),
        *("--chdir", folder),
        "--",
        *command(parent=parent),
        IN_BUBBLEWRAP,
    ]
