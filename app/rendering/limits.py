"""Limits that a process puts on itself before it reads anything foreign.

Linux; the network part is tried, not required.
"""

import ctypes
import resource

MEMORY_BYTES = 1024**3
CPU_SECONDS = 15
FILE_BYTES = 64 * 1024**2
_FILES_OPEN = 64

# From <sched.h>: a network without interfaces, and the user namespace in which anyone may have one.
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000


def leave_the_network() -> bool:
    """Move into an empty network.

    False where the system does not permit it (the fetcher still refuses everything).

    Call while the process has one thread.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(spaces) == 0 for spaces in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def limit_resources() -> None:
    """Bound memory, size of written files, open files; leave no core. CPU is bounded per job."""
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_FSIZE, FILE_BYTES)
    _lower(resource.RLIMIT_NOFILE, _FILES_OPEN)
    _lower(resource.RLIMIT_CORE, 0)


def grant_cpu(seconds: int) -> None:
    """Let this process use so many more seconds of CPU; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = used + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def forbid_children() -> None:
    """Let this process start no other.

    Call last: WeasyPrint's libraries may need threads while they warm up.
    """
    _lower(resource.RLIMIT_NPROC, 0)


def _lower(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (wanted, wanted))
