"""Judging a foreign PDF in a process of its own, held like those that set type, before it reads a byte of it.

`python -m app.editions.examining PARENT` reads an `Examination` as one line of JSON and then the file, and writes a
`Verdict`.
"""

import logging
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from app.config import PROJECT_FOLDER
from app.editions.signatures import Known, Problem, Verdict, judge
from app.rendering.confined import confinement, system_calls

WALL_SECONDS = 60.0
CPU_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Examination:
    """What to judge by, at which moment (aware)."""

    known: Known
    now: datetime


def examine(pdf: bytes, known: Known, *, now: datetime) -> Verdict:
    """Judge a file as `signatures.judge` does, within a minute and a gigabyte."""
    line = TypeAdapter(Examination).dump_json(Examination(known, now))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and nothing from outside but the file it reads
            [sys.executable, "-s", "-m", "app.editions.examining", str(os.getpid())],
            input=line + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT_FOLDER,
            env={"LANG": "C.UTF-8"},
            timeout=WALL_SECONDS,
            check=False,
        )
        return TypeAdapter(Verdict).validate_json(done.stdout)
    except (subprocess.TimeoutExpired, ValidationError):
        return Verdict(problem=Problem.TOO_MUCH)


def main(parent: int) -> None:
    """Answer one examination. Ends with process `parent`."""
    # It writes no file, and pyHanko runs an event loop.
    confinement.confine(parent, writing=None, forbid=system_calls.forbid_but_pairs)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    logging.disable()
    asked = TypeAdapter(Examination).validate_json(sys.stdin.buffer.readline())
    try:
        verdict = judge(sys.stdin.buffer.read(), asked.known, now=asked.now)
    except MemoryError:
        verdict = Verdict(problem=Problem.UNREADABLE)
    sys.stdout.buffer.write(TypeAdapter(Verdict).dump_json(verdict))


if __name__ == "__main__":
    main(int(sys.argv[1]))
