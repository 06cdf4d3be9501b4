"""Turns that are taken in the order in which people came."""

import threading
from collections import deque


class Turns:
    """One turn at a time, first come, first served.

    A lock of the standard library is taken again at once by who gave it back: whoever has many short jobs would keep
    all others waiting to the end of them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_free = True
        self._waiting: deque[threading.Event] = deque()

    def take(self) -> None:
        """Wait until it is our turn."""
        with self._lock:
            if self._is_free:
                self._is_free = False
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            called.wait()
        except BaseException:
            with self._lock:
                was_called = called.is_set()
                if not was_called:
                    self._waiting.remove(called)
            if was_called:
                self.give()
            raise

    def give(self) -> None:
        """Let the next one have a turn: whoever waits longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_free = True
