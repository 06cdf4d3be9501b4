"""Stored bytes, found by their SHA-256. Written once, never changed, checked when read."""

import hashlib

import obstore
from flask import Flask, current_app
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore, from_url

from app.core.errors import NotFound
from app.core.keyed import locked, unlocked

_CONTENT_KEY_PREFIX = 2


class FilesDown(Exception):  # noqa: N818 - it reads as what happened
    """The store cannot be reached, or does not give back what was put in. Pages answer 503."""


class DamagedFile(FilesDown):
    """The store gave back other bytes than were put in."""


def init_app(app: Flask, url: str) -> None:
    """Open the store at `url` (`file:///…`, `s3://…`, `memory:///`)."""
    if url.startswith("file://"):
        app.extensions["files"] = from_url(url, mkdir=True)
    else:
        app.extensions["files"] = from_url(url)


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256 as 64 hexadecimal digits. Storing it twice is harmless.

    Raises `FilesDown`.
    """
    digest = digest_of(content)
    try:
        obstore.put(_store(), _path(digest), content, mode="create")
    except AlreadyExistsError:
        return digest
    except (BaseError, OSError) as error:
        raise FilesDown from error
    return digest


def get(digest: str) -> bytes:
    """Return what was stored under `digest`. Raises `FilesDown`, of which `DamagedFile` says that it changed."""
    try:
        content = bytes(obstore.get(_store(), _path(digest)).bytes())
    except (BaseError, OSError) as error:
        raise FilesDown from error
    if digest_of(content) != digest:
        message = f"stored file {digest[:8]} has changed"
        raise DamagedFile(message)
    return content


def put_locked(content: bytes) -> str:
    """Store `content` so that whoever reads the store alone learns nothing from it. Otherwise as `put`."""
    return put(locked(content))


def get_locked(digest: str) -> bytes:
    """Return what `put_locked` stored. Otherwise as `get`; `NotFound` if it was locked under another secret."""
    content = unlocked(get(digest))
    if content is None:
        raise NotFound
    return content


def digest_of(content: bytes) -> str:
    """Under what `content` is found once it is stored."""
    return hashlib.sha256(content).hexdigest()


def _store() -> ObjectStore:
    store: ObjectStore = current_app.extensions["files"]
    return store


def _path(digest: str) -> str:
    return f"{digest[:_CONTENT_KEY_PREFIX]}/{digest}"
