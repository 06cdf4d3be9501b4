"""Tables: the declarative base, the column types, the session, the transaction, the migrations."""

import enum
import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from pathlib import Path
from typing import ClassVar
from uuid import UUID, uuid4

from flask import Flask, g, has_request_context
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Delete, Enum, Insert, MetaData, Table, Update, make_url, text
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.orm.exc import ObjectDeletedError
from sqlalchemy.types import TypeDecorator

from app.core import sqlite
from app.core.errors import NotFound

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, naive UTC in the table; a naive value is a bug."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime {value!r} cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Load UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """Every table: a UUID key, named constraints, UTC instants, checked enums.

    Rows of a table that `never_changes` are written once; what was read of them stays true.
    """

    never_changes: ClassVar[bool] = False

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


db = SQLAlchemy(session_options={"expire_on_commit": False, "autoflush": True})
alembic = Alembic(metadatas=Model.metadata)


def init_app(app: Flask, url: str, *, connections: int) -> None:
    """Give the app one engine with at most `connections` connections, and each app context one session."""
    app.config["SQLALCHEMY_ENGINES"] = {
        "default": {
            "url": url,
            "pool_size": connections,
            "max_overflow": 2,
            "pool_timeout": 20,
            "hide_parameters": True,  # what people typed stays out of messages of errors
            **sqlite.driver_of(url),
        }
    }
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS), "version_locations": []}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True}
    db.init_app(app)
    _without_async_sessions(app)
    alembic.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.prepare(db.engine, reads_only=_only_reads)


def _without_async_sessions(app: Flask) -> None:
    """Keep the extension from starting a thread and an event loop after every request, to close what we never open."""
    endings = app.teardown_appcontext_funcs
    endings[:] = [ending for ending in endings if not iscoroutinefunction(ending)]


def is_there(url: str) -> bool:
    """Say whether there may be a database to ask. Asking SQLite itself would make an empty one."""
    place = make_url(url)
    return place.get_backend_name() != "sqlite" or Path(place.database or "").exists()


def session() -> Session:
    """Return the session of this app context."""
    return db.session


@contextmanager
def transaction() -> Iterator[None]:
    """Keep everything done inside, or nothing of it.

    In a request, what was read before is let go first: the write starts with its lock and cannot fail half-way, and
    nobody waits while others read their forms. Rows met again inside are read anew, and `NotFound` is raised where one
    is gone.
    """
    opened = session()
    if has_request_context() and opened.in_transaction():
        opened.commit()
        _forget_what_may_have_changed(opened)
    g.writes = True
    try:
        yield
        opened.commit()
    except ObjectDeletedError as gone:
        opened.rollback()
        raise NotFound from gone
    except BaseException:
        opened.rollback()
        raise
    finally:
        g.pop("writes", None)


def _only_reads() -> bool:
    """Say whether nothing is written now: in a request, writing is what happens inside `transaction()`."""
    return has_request_context() and not g.get("writes", False)


def _forget_what_may_have_changed(opened: Session) -> None:
    for row in opened.identity_map.values():
        if not (isinstance(row, Model) and row.never_changes):
            opened.expire(row)


def migrate_to_newest(app: Flask) -> None:
    """Bring the database to the newest revision."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        g.writes = True
        if alembic.current() != alembic.heads():
            alembic.upgrade()


def breaks(clash: IntegrityError, *, constraint: str, columns: tuple[str, ...]) -> bool:
    """Say whether `clash` broke this unique constraint: PostgreSQL names the constraint, SQLite the columns."""
    said = str(clash.orig)
    return constraint in said or ", ".join(columns) in said


def is_first(row: Model, *, constraint: str, columns: tuple[str, ...]) -> bool:
    """Insert `row` now, unless this unique constraint says that another one came first; all else is kept either way.

    It waits for whoever inserts the same at this moment. The constraint decides, also where a look beforehand found
    nothing.
    """
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError as clash:
        if not breaks(clash, constraint=constraint, columns=columns):
            raise
        return False
    return True


def is_written_once(table: type[Model], values: Mapping[str, object], *, unless: str) -> bool:
    """Insert a row with these values now, unless a row has the same in the unique column `unless`, and say whether.

    One statement; it waits for whoever inserts the same at this moment.
    """
    is_postgresql = session().get_bind().dialect.name == "postgresql"
    insert = insert_on_postgresql if is_postgresql else insert_on_sqlite
    into = table.__table__
    assert isinstance(into, Table)  # noqa: S101 - what SQLAlchemy makes of a model
    written = insert(into).values(**values)
    return rows_changed(written.on_conflict_do_nothing(index_elements=[unless])) == 1


def claim(row: Model) -> None:
    """Hold a row until the transaction ends and see it as it is now: whoever waited for it may find it changed."""
    session().flush()  # a refresh forgets what is not written yet
    session().refresh(row, with_for_update=True)


def rows_changed(statement: Update | Delete | Insert) -> int:
    """Run an update, delete or insert and return how many rows it met."""
    result = session().execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what SQLAlchemy returns for these
    return result.rowcount


def advisory_lock(name: str) -> None:
    """Let one transaction at a time pass for `name`, until it ends. SQLite's writers already take turns."""
    if session().get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def database_now() -> datetime:
    """The database server's clock (PostgreSQL only), read now and not when the transaction began."""
    moment = session().scalar(text("SELECT clock_timestamp()"))
    assert isinstance(moment, datetime)  # noqa: S101 - PostgreSQL promises it
    return moment.astimezone(UTC)
