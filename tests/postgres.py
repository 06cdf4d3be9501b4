"""A throw-away PostgreSQL for one run of the tests: its processes share it and get copies of one migrated database."""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from tests import postgres_guardian

MIGRATED = "migrated"
PATIENCE_SECONDS = 60.0
USERS = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which PostgreSQL refuses."""
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "timezone": "Asia/Kathmandu",  # nothing may depend on where the server stands
}


class NoServer(Exception):  # noqa: N818 - it reads as what was found
    """This machine cannot run PostgreSQL; the message says why."""


def server(shared: Path, *, run: int, prepare: Callable[[str], None]) -> Path:
    """Return the folder of the run's server, which is started by the first process that asks.

    `shared` is a folder that all processes of the run share, `run` the process that lives as long as the run does.
    Whoever starts the server calls `prepare` with the address of the database that `migrated_database` copies. Raises
    `NoServer`.
    """
    note = shared / "postgres"
    with _alone(shared / "postgres.lock"):
        if not note.exists():
            folder = _start(run)
            _create(folder, MIGRATED, like="template0")
            prepare(_address(folder, MIGRATED))
            note.write_text(str(folder), encoding="utf-8")
    return Path(note.read_text(encoding="utf-8"))


def migrated_database(folder: Path) -> str:
    """Make a database with every table and no row, and return its address."""
    return _new_database(folder, like=MIGRATED)


def empty_database(folder: Path) -> str:
    """Make a database without any table, and return its address."""
    return _new_database(folder, like="template0")


def _new_database(folder: Path, *, like: str) -> str:
    name = f"test_{uuid4().hex}"
    _create(folder, name, like=like)
    return _address(folder, name)


def _create(folder: Path, name: str, *, like: str) -> None:
    with psycopg.connect(_address(folder, "postgres"), autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))


def _address(folder: Path, name: str) -> str:
    return f"postgresql://undersigned@/{name}?host={folder}"


def _programs() -> Path:
    """The folder of the server's programs: the path's, else the newest that is installed."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    for folder in [*([Path(found).resolve().parent] if found else []), *reversed(installed)]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    message = "no PostgreSQL server is installed (looked for initdb and postgres)"
    raise NoServer(message)


def _user() -> pwd.struct_passwd | None:
    """Whom to run the server as, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each for each in pwd.getpwall()}
    for name in USERS:
        if name in known:
            return known[name]
    message = f"PostgreSQL refuses to run as root, and there is no user {' or '.join(USERS)}"
    raise NoServer(message)


def _start(run: int) -> Path:
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="undersigned-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    cluster = folder / "cluster"
    subprocess.run(
        [programs / "initdb", "-D", cluster, "-U", "undersigned", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=True,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=None if user is None else [],
    )
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    guardian = [sys.executable, postgres_guardian.__file__, str(folder), str(run), user.pw_name if user else ""]
    guarded = [str(programs / "postgres"), "-D", str(cluster), "-k", str(folder), *options]
    # Through a shell that ends at once, so that the guardian is nobody's child and outlives whoever started it.
    shell = ["sh", "-c", '"$@" </dev/null >/dev/null 2>&1 &', "sh"]
    subprocess.run([*shell, *guardian, *guarded], start_new_session=True, check=True)
    _wait_until_ready(folder)
    return folder


def _wait_until_ready(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(_address(folder, "postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Keep the other processes of the run waiting."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
