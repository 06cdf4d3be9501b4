"""Limits that a process puts on itself before it reads anything foreign.

What only Linux has is tried there, and left out elsewhere.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from types import FrameType

MEMORY_BYTES = 1024**3
CPU_SECONDS = 15
WALL_SECONDS = 20
FILE_BYTES = 64 * 1024**2
_FILES_OPEN = 64

# From <sched.h>: a network without interfaces, and the user namespace in which anyone may have one.
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_SIGNAL_WHEN_THE_PARENT_ENDS = 1
# From <linux/capability.h>: the form of the call, and what root needs to read a checkout that belongs to others.
_CAPABILITIES_VERSION = 0x20080522
_READ_ANY_FILE = 0b110

# Before the system ends the process there is a chance to say which words took so long.
_NOTICE_SECONDS = 2


class TookTooLong(BaseException):
    """The time of this job is over. Not an `Exception`, which libraries swallow."""


def end_with(parent: int) -> None:
    """Let the system end this process when its parent ends, also by force."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_WHEN_THE_PARENT_ENDS, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit


def leave_the_network() -> bool:
    """Move into an empty network.

    False where the system does not permit it (the fetcher still refuses everything).

    Call while the process has one thread.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(spaces) == 0 for spaces in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def limit_resources() -> None:
    """Bound memory, size of written files, open files; leave no core. CPU is bounded per job."""
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_FSIZE, FILE_BYTES)
    _lower(resource.RLIMIT_NOFILE, _FILES_OPEN)
    _lower(resource.RLIMIT_CORE, 0)


def grant_time() -> None:
    """Let this process use so many more seconds of CPU for one job.

    Two seconds before they are over `TookTooLong` is raised, if Python runs at all; then the system ends the process.
    Time by the clock is the parent's to count.
    """
    bound_cpu()
    signal.signal(signal.SIGPROF, _stop)
    # Again each second: a library may swallow what is raised.
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS - _NOTICE_SECONDS, 1)


def bound_cpu() -> None:
    """Let the system end this process, or what it becomes, after so many more seconds of CPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = used + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong


def stop_counting() -> None:
    """The job is over: what follows is not to be interrupted."""
    signal.setitimer(signal.ITIMER_PROF, 0)


def give_up_rights() -> None:
    """Keep none of the rights of root but to read files, which is bounded otherwise: no limit can be raised again."""
    if sys.platform == "linux":
        header = struct.pack("=Ii", _CAPABILITIES_VERSION, 0)
        kept = _READ_ANY_FILE if os.geteuid() == 0 else 0
        ctypes.CDLL(None).capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0))


def _lower(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    # Some systems know a limit by name and refuse to set it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (wanted, wanted))
