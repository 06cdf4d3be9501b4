"""What a database looks like from outside, and rows that fit into whatever it looks like."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import JSON, Column, Connection, DateTime, Integer, MetaData, String, Table, Uuid, inspect
from sqlalchemy.schema import CheckConstraint, Constraint
from sqlalchemy.types import TypeEngine

Schema = dict[str, dict[str, list[str]]]

VERSIONS = "alembic_version"
_ALLOWED = re.compile(r"'([^']*)'")
_LONG_AGO = datetime.fromisoformat("2026-01-05T09:00:00")


def schema(connection: Connection) -> Schema:
    """Columns, keys, constraints and indexes of every table, as the database tells them."""
    inspector = inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != VERSIONS]
    return {
        table: {
            "columns": [_line(column) for column in inspector.get_columns(table)],
            "primary key": [_line(inspector.get_pk_constraint(table))],
            "foreign keys": _sorted(inspector.get_foreign_keys(table)),
            "unique": _sorted(inspector.get_unique_constraints(table)),
            "checks": _sorted(inspector.get_check_constraints(table)),
            "indexes": _sorted(inspector.get_indexes(table)),
        }
        for table in tables
    }


def constraint_names(connection: Connection) -> list[str]:
    """The name of every constraint and index; an unnamed one is an empty string."""
    inspector = inspect(connection)
    names = []
    for table in inspector.get_table_names():
        if table == VERSIONS:
            continue
        names.append(inspector.get_pk_constraint(table)["name"])
        names += [each["name"] for each in inspector.get_foreign_keys(table)]
        names += [each["name"] for each in inspector.get_unique_constraints(table)]
        names += [each["name"] for each in inspector.get_check_constraints(table)]
        names += [each["name"] for each in inspector.get_indexes(table)]
    return [name or "" for name in names]


def fill(connection: Connection) -> dict[str, int]:
    """Put a row into every table there is, with nothing in it that may be left out; return how many rows each has."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != VERSIONS]
    keys: dict[str, object] = {}
    for table in tables:
        row = {column.name: _value(table, column, keys) for column in table.columns if not column.nullable}
        connection.execute(table.insert().values(row))
        keys[table.name] = row["id"]
    return dict.fromkeys((table.name for table in tables), 1)


def counted(connection: Connection) -> dict[str, int]:
    """How many rows every table has."""
    names = [name for name in inspect(connection).get_table_names() if name != VERSIONS]
    return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names}  # noqa: S608 - names the database told


def _value(table: Table, column: Column[object], keys: dict[str, object]) -> object:
    for key in column.foreign_keys:
        return keys[key.column.table.name]
    allowed = [words for check in table.constraints if (words := _listed(check, column.name))]
    return allowed[0][0] if allowed else _plain(column.type)


def _listed(check: Constraint, column: str) -> list[str]:
    """The words a column may hold, where `check` lists them."""
    condition = str(check.sqltext) if isinstance(check, CheckConstraint) else ""
    return _ALLOWED.findall(condition) if re.match(rf"\(*{column}\b.*\b(IN|ANY)\b", condition) else []


def _plain(kind: TypeEngine[object]) -> object:
    match kind:
        case JSON():
            return {}
        case DateTime():
            return _LONG_AGO
        case String():
            return uuid4().hex[: kind.length]
        case Uuid():
            return uuid4()
        case _:
            return 1 if isinstance(kind, Integer) else True


def _sorted(found: Iterable[object]) -> list[str]:
    return sorted(map(_line, found))


def _line(told: object) -> str:
    """What was told as text, also what is nested and has no text of its own when printed inside a dictionary."""
    if isinstance(told, Mapping):
        return ", ".join(f"{name}: {_line(value)}" for name, value in told.items())
    return str(told)
