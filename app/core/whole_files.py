"""Files that are written whole or not at all."""

import os
from pathlib import Path

FOR_ITS_OWNER = 0o600
AS_USUAL = 0o666
"""As the mask of the user permits, like any file that a program makes."""


def replace_file(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file in one step: a crash leaves the old one or the new one.

    A link that stands in its place is replaced, and what it leads to stays as it is. Raises `OSError`.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
