"""Running what is compared in turns, so that whatever else the machine does meets all of it alike."""

import time
from collections.abc import Callable


def in_turns(*runs: Callable[[], None], rounds: int) -> tuple[list[float], ...]:
    """Return the seconds of each run in each round. A first round warms up and does not count.

    Each round begins with another run, so that none always comes after the same one.
    """
    taken: tuple[list[float], ...] = tuple([] for _ in runs)
    for run in runs:
        run()
    for turn in range(rounds):
        for place in range(len(runs)):
            which = (turn + place) % len(runs)
            begun = time.perf_counter()
            runs[which]()
            taken[which].append(time.perf_counter() - begun)
    return taken
