"""Everything a database holds, to compare before with after."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.db import Model

Dump = dict[str, list[tuple[object, ...]]]


def dump(session: Session, *, besides: Collection[str] = ()) -> Dump:
    """Every row of every table but those named, in the order of their values."""
    session.flush()
    tables = [table.name for table in Model.metadata.sorted_tables if table.name not in besides]
    return {
        name: sorted((tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))), key=repr)  # noqa: S608 - our own names
        for name in tables
    }
