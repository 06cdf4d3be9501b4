"""Starting on the demonstration: a folder of its own, the tour on the terminal, nothing left at the end."""

import multiprocessing
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NoReturn

from flask import Flask

from app.config import Settings, WrongSettings, read_settings, variable
from app.core import clock
from app.core.db import db
from app.core.errors import Obstacle, Refused
from app.demo.tour import Stop, Tour, play
from app.rendering.process import typesetter
from app.serving import serve

WRONG_SETTINGS = 2
INTERRUPTED = 130
_KEPT = ("host", "port", "address", "proxy_hops", "threads", "log_level")
_ENDS = (signal.SIGTERM, signal.SIGHUP)
_fork = multiprocessing.get_context("fork")


def demonstrate(environ: Mapping[str, str]) -> int:
    """Serve the demonstration until asked to stop; return the exit code.

    Of the settings in `environ` only those count that say where to listen and what to log: the data stand in a new
    temporary folder, mail goes into it, and it is removed at the end, whichever way that comes.
    """
    with _ending_in_order(), _throw_away_folder() as folder:
        try:
            sys.stdout.write("Preparing an invented campaign with three letters; two of them are typeset now.\n")
            sys.stdout.flush()
            return serve(_settings(environ, folder), prepare=_prepare)
        except WrongSettings as wrong:
            sys.stderr.write(f"{wrong}\n")
            return WRONG_SETTINGS
        except KeyboardInterrupt:
            return INTERRUPTED


def lines(tour: Tour, *, address: str) -> Iterator[str]:
    """Say where to look, as lines for a terminal."""
    yield ""
    yield f"The campaign “{tour.campaign}” is invented. Ctrl-C stops it and throws everything away."
    yield ""
    yield f"Sign in at {address}/staff/sign-in"
    for each in tour.sign_ins:
        yield f"  {each.role:<15}{each.email:<22}{each.password}"
    yield from _stops("As a member organisation", tour.member)
    yield from _stops("As a journalist", tour.journalist)
    yield from _stops("As anyone", tour.anyone)
    yield ""
    yield f"Mail stays here; the administrator reads it at {address}/staff/outbox"


def _stops(heading: str, stops: Iterable[Stop]) -> Iterator[str]:
    yield ""
    yield heading
    for stop in stops:
        yield f"  {stop.what:<24}{stop.address}"


def _prepare(app: Flask) -> list[str]:
    """Play the campaign in a process of its own: what it starts to store files must not cross the forks that follow."""
    with app.app_context():
        db.engine.dispose()
    receive, send = _fork.Pipe(duplex=False)
    player = _fork.Process(target=_play, args=(app, send))
    player.start()
    send.close()
    try:
        played: Tour | Obstacle = receive.recv()
    except EOFError:
        played = Obstacle("The demonstration could not be prepared. The lines above say why.")
    finally:
        player.terminate()
        player.join()
    if isinstance(played, Obstacle):
        raise Refused(played)
    return list(lines(played, address=str(app.config["ADDRESS"]).rstrip("/")))


def _play(app: Flask, send: Connection) -> None:
    """Send the tour, or the reason why there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press reaches this process too; the other one ends it
    typesetter().start()  # it warms up while the first weeks pass
    try:
        with app.app_context():
            send.send(play(now=clock.now()))
    except Refused as refused:
        send.send(refused.obstacle)
    finally:
        typesetter().close()


def _settings(environ: Mapping[str, str], folder: Path) -> Settings:
    kept = {variable(field): environ[variable(field)] for field in _KEPT if environ.get(variable(field))}
    return read_settings(
        {variable("log_level"): "warning"}
        | kept
        | {
            variable("data"): str(folder),
            variable("mail_from"): "The Lantern Coalition <letters@lantern.example>",
        }
    )


@contextmanager
def _throw_away_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="undersigned-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let what asks to stop unwind the program, so that the folder goes; the server has its own way while it runs."""
    previous = {number: signal.signal(number, _end) for number in _ENDS}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
