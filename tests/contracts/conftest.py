"""One world for all contracts, made once for each database and process."""

from collections.abc import Iterator

import pytest

from app.core.connections import close_connections
from tests.contracts.world import World
from tests.databases import Databases, new_app, undone


@pytest.fixture(scope="session")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everything there can be, on a database of its own; every request is undone."""
    app = new_app(databases.migrated(), tmp_path_factory.mktemp("world"))
    try:
        with undone(app) as connection:
            yield World(app, connection)
    finally:
        close_connections(app)
