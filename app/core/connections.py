"""The connections that an application holds: to the database, and to the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app.core.db import db


def close_connections(app: Flask) -> None:
    """Close them all: before a fork, which they must not cross, and at the end."""
    app.extensions["queue"].storage.close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def closing_at_the_end(app: Flask) -> Iterator[Flask]:
    """Give `app`, and close its connections when the work is done."""
    try:
        yield app
    finally:
        close_connections(app)
