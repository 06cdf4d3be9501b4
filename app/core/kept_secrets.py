"""Secrets that are made once and kept in a file only this user can read."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.core.whole_files import FOR_ITS_OWNER, replace_file

FOLDER_MODE = 0o700


class SecretsUnusableError(Exception):
    """The file cannot be used; the message says why and what to do."""


def kept_secrets(path: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the named secrets as kept in `path`; those it lacks are made first, 64 characters each.

    The folder must exist. Two processes that start together agree on one value. Raises `SecretsUnusableError`
    when the file is damaged or other users can read it, `OSError` when it cannot be read or written.
    """
    with held(path.parent):
        kept = _read(path) if path.exists() else {}
        made = {name: secrets.token_urlsafe(48) for name in names if name not in kept}
        if made:
            replace_file(path, json.dumps(kept | made, indent=2).encode(), mode=FOR_ITS_OWNER)
    return {name: (kept | made)[name] for name in names}


def refuse_what_others_can_read(path: Path) -> None:
    """Raise `SecretsUnusableError` if other users of this machine can read or write the file."""
    if path.stat().st_mode & 0o077:
        message = f"{path} can be read by other users of this machine. Run: chmod 600 '{path}'"
        raise SecretsUnusableError(message)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other processes that want to write in the same folder waiting."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(path: Path) -> dict[str, str]:
    refuse_what_others_can_read(path)
    try:
        return TypeAdapter(dict[str, str]).validate_json(path.read_bytes())
    except ValidationError:
        message = f"{path} is damaged. Restore it from a backup: without it nobody can sign in."
        raise SecretsUnusableError(message) from None
