"""Files that are written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path

FOR_ITS_OWNER = 0o600
AS_USUAL = 0o666
"""As the mask of the user permits, like any file that a program makes; one that is replaced stays as open as it was."""


def replace_file(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file in one step: a crash leaves the old one or the new one, and of two at once the later one stays.

    A link that stands in its place is replaced, and what it leads to stays as it is. Raises `OSError`.
    """
    fresh = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            if mode == AS_USUAL and (kept := _mode_of(path)):
                os.fchmod(file.fileno(), kept)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """The permissions of a file that is there; 0 where none is, or a link."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return 0
    return stat.S_IMODE(found) if stat.S_ISREG(found) else 0
