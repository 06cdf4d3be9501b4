"""Several doings at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable


def at_once(*doings: Callable[[], None]) -> list[BaseException]:
    """Do all at the same moment and return what went wrong, when all have ended."""
    barrier = threading.Barrier(len(doings))
    faults: list[BaseException] = []

    def run(doing: Callable[[], None]) -> None:
        barrier.wait()
        try:
            doing()
        except BaseException as fault:  # noqa: BLE001 - handed to the thread of the test
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
