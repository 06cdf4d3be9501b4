"""Files of a folder that somebody else may have filled: read without following a link that leads out of it.

A link costs its maker nothing, and whoever opens the folder may be allowed to read what its maker may not.
"""

from pathlib import Path


class LeadsOut(Exception):  # noqa: N818 - it reads as what happened
    """A file of a folder is, or stands behind, a link to somewhere else. Nothing of it was read."""


def read_inside(folder: Path, name: str, *, most: int) -> bytes:
    """Return at most so many bytes of a file, `name` being its path in the folder.

    The folder itself may be a link. Raises `LeadsOut`, and `OSError` as opening and reading does.
    """
    path = resolved_inside(folder, name)
    with path.open("rb") as file:
        return file.read(most)


def resolved_inside(folder: Path, name: str) -> Path:
    """Return where a file or folder of the folder really lies, whether it is there or not. Raises `LeadsOut`."""
    try:
        path = (folder / name).resolve()
        is_inside = path.is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # links that lead to each other
        raise LeadsOut(name) from error
    if not is_inside:
        raise LeadsOut(name)
    return path
