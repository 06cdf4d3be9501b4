"""`python -m benchmarks [area]`: measure, print, and leave with 0 whatever was found."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks import copies, paper, queries, start, web
from benchmarks.figures import Figure, conclusion, printed, progress, say
from benchmarks.machine import machine, versions

AREAS: dict[str, Callable[[], Iterator[Figure]]] = {
    "copies": copies.figures,
    "paper": paper.figures,
    "queries": queries.figures,
    "start": start.figures,
    "web": web.figures,
}


def main() -> None:
    """Measure one area, or all of them."""
    parser = argparse.ArgumentParser(prog="./run bench", description="Measures Undersigned against its targets.")
    parser.add_argument("area", nargs="?", choices=AREAS, help="what to measure; everything without it")
    chosen: str | None = parser.parse_args().area
    say(machine())
    say(versions())
    measured = []
    for name, figures in AREAS.items():
        if chosen in {None, name}:
            progress(f"Measuring {name}.")
            measured += printed(figures())
    say(conclusion(measured))


if __name__ == "__main__":
    main()
