"""Reading changes nothing: every address, caller and way of reading leaves the whole database as it was."""

import pytest
from sqlalchemy import Connection, select

from app.core.db import Model
from app.web import policy
from app.web.shell import SAFE_METHODS
from tests.contracts.world import Caller, World, address

WRITTEN_WHEN_READ = {"audit_entries", "downloads"}
"""Who looked at what, and who fetched a copy."""


def everything(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table, in the order of their keys."""
    return {
        table.name: [str(row) for row in connection.execute(select(table).order_by(table.c.id))]
        for table in Model.metadata.sorted_tables
        if table.name not in WRITTEN_WHEN_READ
    }


@pytest.mark.parametrize("method", sorted(SAFE_METHODS))
def test_reading_changes_nothing(world: World, method: str) -> None:
    """Here answers are kept and not undone: what one of them wrote would show."""
    before = everything(world.connection)
    assert all(before[table] for table in ("people", "letters", "sign_ons", "editions", "grants", "copies", "quotes"))

    undo = world.connection.begin_nested()
    try:
        for route in policy.routes(world.app):
            if route.method != "GET":
                continue
            for caller in Caller:
                world.leave(caller, method, address(route.rule, world.ours))
            assert everything(world.connection) == before, f"{method} {route.rule} changed something"
    finally:
        undo.rollback()


def test_a_change_would_be_seen(world: World) -> None:
    before = everything(world.connection)
    undo = world.connection.begin_nested()
    try:
        world.connection.exec_driver_sql("UPDATE quotes SET position = position + 1")
        assert everything(world.connection) != before
    finally:
        undo.rollback()
    assert everything(world.connection) == before
