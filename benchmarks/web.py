"""The web: organisations that sign all at once, and whether anything is ever typeset where pages are made."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from flask import Flask

from app.config import PROJECT_FOLDER
from app.core import clock
from app.core.connections import close_connections
from app.core.db import transaction
from app.core.sqlite import driver
from app.letters import queries as letters
from app.press import actions as press
from app.press.actions import Journalist
from benchmarks import server, world
from benchmarks.figures import Figure, at_least, at_most, plain, progress, ratio
from benchmarks.load import CLIENTS, Phase
from benchmarks.visitor import Unexpected, Visitor
from benchmarks.world import Lead

SIGN_ON_TARGET = 0.15
FULL = 2
MEMORY_TARGET = 350
CONSTANT_PAGE = "/robots.txt"
_ROUNDS = 5
_SECONDS = 4.0
_NAMES = 72
_PATIENCE_SECONDS = 120.0
_PAUSE_SECONDS = 0.1
_WAITING_MAIL = "SELECT count(*) FROM outbox_messages WHERE state IN ('waiting', 'sending')"
_SIGN_ONS = "SELECT count(*) FROM sign_ons WHERE origin = 'open-link'"
_SEALED = "SELECT count(*) FROM editions WHERE sealed_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class _Installation:
    """What is served, where its files are, and the letters in it: one to be signed, one to be sealed."""

    app: Flask
    folder: Path
    port: int
    lead: Lead
    signed_at: str
    sealed: UUID
    synchronous: int

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    def number(self, query: str) -> int:
        """Ask the database for a number, from outside, as a reader who holds up nobody."""
        found: tuple[int] = (
            driver.connect(f"file:{self.folder}/undersigned.sqlite?mode=ro", uri=True).execute(query).fetchone()
        )
        return found[0]

    def wait_until(self, query: str, number: int) -> None:
        """Wait until the database answers this number."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while self.number(query) != number:
            if time.monotonic() > until:
                message = f"{query} is still not {number}."
                raise Unexpected(message)
            time.sleep(_PAUSE_SECONDS)


def figures() -> Iterator[Figure]:
    """Serve one installation; sign, seal and take a press copy there."""
    with tempfile.TemporaryDirectory(prefix="bench-web-") as place:
        port = world.free_port()
        settings = world.environment(Path(place), port)
        app = world.installed(settings)
        with app.app_context():
            now = clock.now()
            lead = world.a_lead(now=now)
            signed = world.an_open_letter(lead, names=_NAMES, now=now)
            sealed = world.an_open_letter(lead, names=_NAMES, now=now)
            here = _Installation(
                app, Path(place), port, lead, world.signing_path(signed), sealed.id, world.synchronous()
            )
        close_connections(app)
        with server.serving(settings, here.log) as started:
            if server.PROCESSES.is_dir():
                yield from _idle(server.family(started.pid))
            yield from _sign_ons(here)
            if server.PROCESSES.is_dir():
                yield from _rendering(here, started.pid)


def _idle(pids: list[int]) -> Iterator[Figure]:
    taken = server.memory(pids)
    # The processes are forks of one: most of their pages are the same ones.
    yield at_most("memory, idle, all processes, shared pages counted once", taken.own, "MB", target=MEMORY_TARGET)
    yield plain("memory, idle, all processes, shared pages counted for each", taken.resident, "MB")
    yield plain("processes, idle", len(pids), "processes")


def _sign_ons(here: _Installation) -> Iterator[Figure]:
    constant, signing = _load(here)
    answered = sum(each.done for each in signing)
    failed = sum(each.errors for each in (*constant, *signing))
    for each in (*constant, *signing):
        if each.first_error:
            progress(f"An error: {each.first_error}")
    often = [each.done / each.seconds for each in signing]
    constant_often = [each.done / each.seconds for each in constant]
    waited = quantiles([each for phase in signing for each in phase.milliseconds], n=100)
    against = "× the constant page of the same server"
    name = f"sign-ons, {CLIENTS} clients"
    yield at_least(name, ratio(often, constant_often), against, target=SIGN_ON_TARGET)
    yield plain(name, median(often), "per second")
    yield plain(f"constant page, {CLIENTS} clients", median(constant_often), "per second")
    yield plain(f"{name}, p50", waited[49], "ms")
    yield plain(f"{name}, p99", waited[98], "ms")
    yield at_most(f"{name}, errors", failed + _complaints(here.log), "answers and lines of the log", target=0)
    yield at_most(f"{name}, lost rows", abs(answered - here.number(_SIGN_ONS)), f"of {answered}", target=0)
    yield at_least("synchronous of SQLite, where 2 is an fsync before the answer", here.synchronous, "", target=FULL)


def _load(here: _Installation) -> tuple[list[Phase], list[Phase]]:
    """Read the constant page and sign in turns. The mail of a round is gone before the next begins."""
    asked = [str(here.port), here.signed_at, CONSTANT_PAGE, str(_ROUNDS + 1), str(_SECONDS)]
    phases = []
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "benchmarks.load", *asked],
        env={"PYTHONPATH": str(PROJECT_FOLDER), "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as visitors:
        assert visitors.stdin is not None  # noqa: S101 - asked for above
        assert visitors.stdout is not None  # noqa: S101 - as above
        for _ in range(2 * (_ROUNDS + 1)):
            here.wait_until(_WAITING_MAIL, 0)
            visitors.stdin.write("\n")
            visitors.stdin.flush()
            phases.append(Phase(**json.loads(visitors.stdout.readline())))
    # All count for what was lost; the first round warms up and is not fast.
    return phases[0::2], phases[1::2]


def _rendering(here: _Installation, pid: int) -> Iterator[Figure]:
    """Seal and take a press copy through pages, then look where typesetting was loaded."""
    _seal(here)
    _take_press_copy(here)
    pids = server.family(pid)
    rendering = [each for each in pids if server.is_rendering_process(each)]
    wrongly = [each for each in pids if each not in rendering and server.sets_type(each)]
    if not any(server.sets_type(each) for each in rendering):
        message = "An edition was sealed, but no process has typesetting loaded: this check sees nothing."
        raise Unexpected(message)
    what = "web and worker processes with WeasyPrint loaded, after a seal and a press copy"
    yield at_most(what, len(wrongly), f"of {len(pids) - len(rendering)}", target=0)
    taken = server.memory(pids)
    yield plain(f"memory after that, with {len(rendering)} rendering processes, counted once", taken.own, "MB")


def _seal(here: _Installation) -> None:
    coordinator = Visitor(here.port)
    form = coordinator.open("/staff/sign-in").form("/sign-in")
    coordinator.press(form, email=world.EMAIL, password=world.PASSWORD)
    letter = f"/staff/letters/{here.sealed}"
    day = (clock.now() + timedelta(days=7)).date().isoformat()
    review = coordinator.open(f"{letter}/release/review?date={day}&time=09:00&zone=Europe/Brussels")
    coordinator.press(review.form("/release/seal"), read_times="y", count=str(_NAMES))
    here.wait_until(_SEALED, 1)


def _take_press_copy(here: _Installation) -> None:
    with here.app.app_context(), transaction():
        letter = letters.letter(here.sealed)
        journalist = Journalist("Ana Pop", "Radio Delta", "ana@bench.example", "Europe/Bucharest")
        grant = press.invite(letter, journalist, by=here.lead.actor, now=clock.now())
        link = press.link_to(grant).path()
    close_connections(here.app)
    guest = Visitor(here.port)
    room = guest.press(guest.open(link).form(link), accepts="y")
    copy = guest.press(room.form("/copy"))
    if not copy.content.startswith(b"%PDF"):
        message = f"The press copy at {copy.path} is no PDF."
        raise Unexpected(message)


def _complaints(log: Path) -> int:
    return sum('"level": "error"' in line for line in log.read_text(encoding="utf-8").splitlines())
