"""The start: the database brought to the newest revision, then the web server and the background worker.

The application is imported and built once; both processes are forks of it.
"""

import errno
import gc
import logging
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from app import create_app
from app.accounts.setup import first_start_address
from app.config import Settings, variable
from app.core.connections import close_connections
from app.core.db import migrate_to_newest
from app.organisations.rules import sorting
from app.rendering.process import typesetter
from app.supervision import Child, supervise
from app.worker import work

BACKLOG = 1024
REQUEST_SECONDS = 60
GRACE_SECONDS = 3
KEEP_ALIVE_SECONDS = 5
CANNOT_START = 2
HIGHEST_PORT = 65535


class CannotListenError(Exception):
    """The address cannot be listened on; the message says which and how to choose another."""


def nothing_to_prepare(_app: Flask) -> Sequence[str]:
    """Leave the data as it is, and have nothing to say."""
    return ()


def serve(settings: Settings, *, prepare: Callable[[Flask], Sequence[str]] = nothing_to_prepare) -> int:
    """Serve until asked to stop (SIGINT, SIGTERM) or until the web server ends; return the exit code.

    `prepare` runs once, after the database is at its newest revision and before anybody is served. Says on standard
    output where to open it, once it answers, and then the lines that `prepare` returned. Returns 2 with a sentence on
    standard error when it cannot listen.
    """
    os.umask(0o077)  # whatever is written from here on is for its owner alone
    try:
        listener = _listen(settings)
    except CannotListenError as error:
        _warn(str(error))
        return CANNOT_START
    with listener:
        app = create_app(settings)
        # Alembic tells of every step; an operator wants to hear of trouble only.
        logging.getLogger("alembic").setLevel(logging.WARNING)
        migrate_to_newest(app)
        further = prepare(app)
        first_start = first_start_address(app)
        close_connections(app)
        gc.collect()
        gc.freeze()  # the collector must not touch memory that is shared after the fork
        ready, tell = multiprocessing.Pipe(duplex=False)

        def say_where() -> None:
            _say(f"Undersigned is ready: open {settings.address}")
            if first_start is not None:
                _say(f"First start: make your account at {first_start}")
            for line in further:
                _say(line)

        return supervise(
            Child("web server", _WebServer(app, listener, settings.threads, tell).run),
            Child("background worker", lambda: work(app)),
            ready=ready,
            when_ready=say_where,
            say=_warn,
        )


class _WebServer(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """One gunicorn process with threads, on a socket that is already open, for an application already built."""

    def __init__(self, app: Flask, listener: socket.socket, threads: int, tell: Connection) -> None:
        self._app = app
        self._listener = listener
        self._threads = threads
        self._tell = tell
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own defaults."""
        chosen: dict[str, object] = {
            "bind": f"fd://{self._listener.fileno()}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": self._threads,
            "preload_app": True,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "loglevel": "warning",
            "post_worker_init": self._now_answering,
            # A second way in that nobody asked for.
            "control_socket_disable": True,
            # How many proxies are believed is the application's to know, by UNDERSIGNED_PROXY_HOPS.
            "forwarded_allow_ips": "",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application, which gunicorn then forks with."""
        return self._app

    def _now_answering(self, _worker: Worker) -> None:
        self._tell.send_bytes(b"1")
        # What pages stamp, look into or sort by is ready before anybody asks, and nobody waits for it.
        typesetter().start()
        threading.Thread(target=sorting.warm_up, daemon=True).start()


def _listen(settings: Settings) -> socket.socket:
    """Open the port before anything slow happens: who comes early waits instead of being refused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    place = f"{settings.host} port {settings.port}"
    another = settings.port + 1 if settings.port < HIGHEST_PORT else settings.port - 1
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                message = (
                    f"Another program already listens on {place}. "
                    f"Choose another port: {variable('port')}={another} ./run"
                )
            case errno.EACCES:
                message = f"This user may not listen on {place}. Choose a port from 1024 on with {variable('port')}."
            case _:
                reason = str(error.strerror).partition(" (")[0]
                message = (
                    f"This machine cannot listen on {place}: {reason}. Set {variable('host')} to an address it has."
                )
        raise CannotListenError(message) from None


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _warn(sentence: str) -> None:
    sys.stderr.write(f"{sentence}{os.linesep}")
