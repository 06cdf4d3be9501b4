"""Stored bytes, found by their SHA-256. Written once, never changed, checked when read."""

import hashlib

import obstore
from flask import Flask, current_app
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore, from_url

_CONTENT_KEY_PREFIX = 2


class DamagedFile(Exception):  # noqa: N818 - it reads as what was found
    """The store gave back other bytes than were put in."""


def init_app(app: Flask, url: str) -> None:
    """Open the store at `url` (`file:///…`, `s3://…`, `memory:///`)."""
    if url.startswith("file://"):
        app.extensions["files"] = from_url(url, mkdir=True)
    else:
        app.extensions["files"] = from_url(url)


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256 as 64 hexadecimal digits. Storing it twice is harmless."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        obstore.put(_store(), _path(digest), content, mode="create")
    except AlreadyExistsError:
        return digest
    return digest


def get(digest: str) -> bytes:
    """Return what was stored under `digest`. Raises `DamagedFile` if it is not the same any more."""
    content = bytes(obstore.get(_store(), _path(digest)).bytes())
    if hashlib.sha256(content).hexdigest() != digest:
        message = f"stored file {digest[:8]} has changed"
        raise DamagedFile(message)
    return content


def _store() -> ObjectStore:
    store: ObjectStore = current_app.extensions["files"]
    return store


def _path(digest: str) -> str:
    return f"{digest[:_CONTENT_KEY_PREFIX]}/{digest}"
