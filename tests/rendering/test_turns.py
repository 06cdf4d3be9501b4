"""Whoever came first is served first."""

import threading
import time

from app.rendering.turns import Turns


def _waiting(turns: Turns, *names: str) -> list[str]:
    """Let each come after the one before, and each take and give one turn; the order in which they were served."""
    served: list[str] = []
    threads = []
    for name in names:
        came = len(turns._waiting)  # noqa: SLF001 - to know that the one before waits
        thread = threading.Thread(target=_one_turn, args=(turns, name, served))
        thread.start()
        threads.append(thread)
        while len(turns._waiting) == came:  # noqa: SLF001 - as above
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    return served


def _one_turn(turns: Turns, name: str, served: list[str]) -> None:
    turns.take()
    served.append(name)
    turns.give()


def test_turns_are_taken_in_the_order_in_which_people_came() -> None:
    turns = Turns()
    turns.take()

    assert _waiting(turns, "first", "second", "third") == ["first", "second", "third"]
    turns.take()
    turns.give()


def test_whoever_has_many_short_jobs_lets_another_in_between() -> None:
    turns = Turns()
    order: list[str] = []
    begun, came = threading.Event(), threading.Event()

    def many() -> None:
        for number in range(20):
            turns.take()
            order.append("many")
            if number == 0:
                begun.set()
                came.wait()
            turns.give()

    def one() -> None:
        begun.wait()
        came_in = threading.Thread(target=_one_turn, args=(turns, "one", order))
        came_in.start()
        while not turns._waiting:  # noqa: SLF001 - to know that it waits
            time.sleep(0.001)
        came.set()
        came_in.join()

    threads = [threading.Thread(target=many), threading.Thread(target=one)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert order.index("one") == 1
