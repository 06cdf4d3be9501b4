"""The migrations make exactly the tables of the models, and each can be undone and done again with rows in place."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine

from app.core import db
from app.core.connections import close_connections
from app.core.db import Model
from tests.contracts.schema import constraint_names, counted, fill, schema
from tests.databases import Databases, new_app

REVISIONS = sorted(file.stem.split("_")[0] for file in db.MIGRATIONS.glob("[0-9]*.py"))
LONGEST_NAME = 63
"""PostgreSQL cuts longer names, and then nobody finds the constraint by its name."""


@pytest.fixture
def bare(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without tables."""
    app = new_app(databases.empty(), tmp_path)
    yield app
    close_connections(app)


def migrate(app: Flask, revision: str) -> None:
    with app.app_context():
        db.alembic.upgrade(revision)


def go_back(app: Flask) -> None:
    with app.app_context():
        db.alembic.downgrade()


def open_connection(app: Flask) -> Connection:
    with app.app_context():
        return db.db.engine.connect()


def test_an_empty_database_becomes_what_the_models_say(bare: Flask, databases: Databases) -> None:
    db.migrate_to_newest(bare)
    of_models = create_engine(databases.empty())
    Model.metadata.create_all(of_models)

    with open_connection(bare) as migrated, of_models.connect() as modelled:
        assert schema(migrated) == schema(modelled)
    of_models.dispose()


def test_nothing_is_left_to_migrate(bare: Flask) -> None:
    db.migrate_to_newest(bare)

    with bare.app_context():
        assert db.alembic.compare_metadata() == []


def test_migrating_twice_changes_nothing(bare: Flask) -> None:
    db.migrate_to_newest(bare)
    with open_connection(bare) as connection, connection.begin():
        rows = fill(connection)

    db.migrate_to_newest(bare)

    with open_connection(bare) as connection:
        assert counted(connection) == rows


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_is_undone_and_done_again_with_rows_in_every_table(bare: Flask, revision: str) -> None:
    migrate(bare, revision)
    with open_connection(bare) as connection, connection.begin():
        before = schema(connection)
        rows = fill(connection)
        assert counted(connection) == rows

    go_back(bare)
    with open_connection(bare) as connection:
        left = counted(connection)
    migrate(bare, revision)

    with open_connection(bare) as connection:
        assert schema(connection) == before
        assert counted(connection) == dict.fromkeys(rows, 0) | left


def test_every_constraint_has_a_name_that_can_be_looked_for(bare: Flask) -> None:
    db.migrate_to_newest(bare)

    with open_connection(bare) as connection:
        names = constraint_names(connection)

    assert names
    assert [name for name in names if not re.fullmatch("(pk|fk|uq|ix|ck)_[a-z_]+", name)] == []
    assert [name for name in names if len(name) > LONGEST_NAME] == []


def test_both_databases_know_the_same_sentences(bare: Flask) -> None:
    db.migrate_to_newest(bare)
    said = {str(each.name) for table in Model.metadata.sorted_tables for each in table.constraints}
    said |= {str(each.name) for table in Model.metadata.sorted_tables for each in table.indexes}

    with open_connection(bare) as connection:
        assert said <= set(constraint_names(connection))
