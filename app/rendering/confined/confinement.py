"""What a process that reads something foreign closes behind itself: the same doors, whatever it is there to do.

It is called once, before anything foreign is read and while there is one thread: later ones inherit it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.rendering.confined import landlock, limits, sandbox, system_calls
from app.rendering.confined.protection import Protection


def confine(
    parent: int,
    *,
    writing: Path | None,
    running: Sequence[Path] = (),
    forbid: Callable[[], bool] = system_calls.forbid,
) -> Protection:
    """End with process `parent`; from now on reach no network and no file but what `sandbox` calls readable.

    `writing` is the one folder in which files may change, `running` are the programs it may become, and `forbid` puts
    up the filter of system calls that leaves it what it needs. What the system does not have is left out: see what is
    returned.
    """
    limits.end_with(parent)
    namespace = limits.leave_the_network()
    held = confine_in_bubblewrap(writing=writing, running=running, forbid=forbid)
    return Protection(namespace=namespace, landlock=held.landlock, calls=held.calls)


def confine_in_bubblewrap(
    *, writing: Path | None, running: Sequence[Path] = (), forbid: Callable[[], bool] = system_calls.forbid
) -> Protection:
    """The same inside bubblewrap, which sees to the parent and to the network."""
    limits.limit_resources()
    locked = landlock.confine(reading=sandbox.readable(), writing=writing, running=running)
    limits.give_up_rights()
    return Protection(bubblewrap=True, landlock=locked, calls=forbid())
