"""A filter of system calls: from now on this process opens no connection, starts no other and signals nobody.

See seccomp(2), <linux/seccomp.h>, <linux/filter.h>. A call that is not permitted fails with EPERM.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _WITH_FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT, _SECOND_ARGUMENT_AT = 0, 4, 16, 24
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
# On x86-64 the same calls have a second set of numbers, from here on, which nobody uses.
_SECOND_NUMBERS = 0x40000000
# The flag with which clone makes a thread: Pango looks for typefaces in one.
_A_THREAD = 0x00010000

# In the second argument of socketpair: whatever is no pair of streams. A datagram could be sent to others.
_NO_STREAM = 0b1110


@dataclass(frozen=True, slots=True)
class _Machine:
    """A machine as the kernel names it (<linux/audit.h>), and its numbers of calls.

    `others` are socket, connect, the ways to start a process but execve, kill, tkill, tgkill, ptrace, unshare, setns,
    process_vm_readv and _writev, bpf, execveat.
    """

    name: int
    clone: int
    socketpair: int
    execve: int
    others: tuple[int, ...]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 56, 53, 59, (41, 42, 57, 58, 62, 101, 200, 234, 272, 308, 310, 311, 321, 322)),
    "aarch64": _Machine(0xC00000B7, 220, 199, 221, (198, 203, 129, 130, 131, 117, 97, 268, 270, 271, 280, 281)),
}
# pidfd_send_signal, io_uring_setup, pidfd_getfd.
_EVERYWHERE = (424, 425, 438)
_CLONE3 = 435

# Jumps to one of the two last steps, however far it is.
_TO_PERMISSION, _TO_FAILURE = -1, -2
_Step: TypeAlias = tuple[int, int, int, int]


def forbid() -> bool:
    """Put up the filter.

    False where the kernel has no such filters or the machine is another; nothing has changed then. Call while the
    process has one thread.
    """
    machine = _machine()
    return machine is not None and _put_up(_filter(machine, (*machine.others, machine.socketpair, machine.execve)))


def forbid_but_pairs() -> bool:
    """As `forbid`, but it may make pairs of streams, which lead from itself to itself: asyncio begins with one."""
    machine = _machine()
    if machine is None:
        return False
    pairs: tuple[_Step, ...] = (
        (_IF_EQUAL, 0, 2, machine.socketpair),
        (_LOAD, 0, 0, _SECOND_ARGUMENT_AT),
        (_IF_ANY_BIT, _TO_FAILURE, _TO_PERMISSION, _NO_STREAM),
    )
    return _put_up(_filter(machine, (*machine.others, machine.execve), pairs))


def forbid_but_becoming() -> bool:
    """As `forbid`, but it may become another program, under the same filter."""
    machine = _machine()
    return machine is not None and _put_up(_filter(machine, (*machine.others, machine.socketpair)))


def _machine() -> _Machine | None:
    if sys.platform != "linux" or ctypes.sizeof(ctypes.c_void_p) != 8:  # noqa: PLR2004 - 64 bits
        return None
    return _MACHINES.get(os.uname().machine)


def _put_up(code: bytes) -> bool:
    held = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(held)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _WITH_FILTER, program, 0, 0) == 0)


def _filter(machine: _Machine, forbidden: Sequence[int], first: Sequence[_Step] = ()) -> bytes:
    """The filter as instructions of eight bytes: what to do, how far to jump if so and if not, with what.

    `first` are steps of its own for a call that is not among the forbidden.
    """
    steps: list[_Step] = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, machine.name),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        # Nobody can look into what clone3 is given. Who is told that there is no such call uses clone.
        (_IF_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _FAIL | errno.ENOSYS),
        (_IF_EQUAL, 0, 2, machine.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_IF_ANY_BIT, _TO_PERMISSION, _TO_FAILURE, _A_THREAD),
        (_IF_AT_LEAST, _TO_FAILURE, 0, _SECOND_NUMBERS),
        *first,
        *((_IF_EQUAL, _TO_FAILURE, 0, number) for number in (*forbidden, *_EVERYWHERE)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
    ]
    ends = {_TO_PERMISSION: len(steps) - 2, _TO_FAILURE: len(steps) - 1}

    def jump(far: int, place: int) -> int:
        return ends[far] - place - 1 if far in ends else far

    return b"".join(
        struct.pack("=HBBI", what, jump(so, place), jump(not_so, place), value)
        for place, (what, so, not_so, value) in enumerate(steps)
    )
