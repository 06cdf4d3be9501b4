"""The start: how long until a set-up installation answers, against importing and making the application alone."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from app.config import PROJECT_FOLDER
from benchmarks import server, world
from benchmarks.figures import Figure, at_most, plain, ratio

START_TARGET = 1.5
_ROUNDS = 7
_IMPORTED = """
import os
import app.application
from app import create_app
from app.config import read_settings
create_app(read_settings(os.environ))
"""


def figures() -> Iterator[Figure]:
    """Start `./run` until its first answer, and in turns the application alone."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as place:
        settings = world.environment(Path(place), world.free_port())
        taken = [(_answered(settings, Path(place)), _imported(settings)) for _ in range(_ROUNDS + 1)]
    # The first round set the installation up, and warmed up.
    answered, imported = zip(*taken[1:], strict=True)
    yield at_most(
        "./run, first answer of a set-up installation",
        ratio(answered, imported),
        "× importing and making the application",
        target=START_TARGET,
    )
    yield plain("./run, first answer of a set-up installation", median(answered), "s")
    yield plain("importing and making the application", median(imported), "s")


def _answered(settings: Mapping[str, str], folder: Path) -> float:
    begun = time.perf_counter()
    with server.serving(settings, folder / "server.log"):
        return time.perf_counter() - begun


def _imported(settings: Mapping[str, str]) -> float:
    environment = {"PYTHONPATH": str(PROJECT_FOLDER), "LANG": "C.UTF-8", **settings}
    begun = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _IMPORTED], env=environment, check=True, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - begun
