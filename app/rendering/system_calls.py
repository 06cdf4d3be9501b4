"""A filter of system calls: from now on this process opens no connection, starts no other and signals nobody.

See seccomp(2), <linux/seccomp.h>, <linux/filter.h>. A call that is not permitted fails with EPERM.
"""

import ctypes
import errno
import os
import struct
import sys

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _WITH_FILTER = 38, 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
# On x86-64 the same calls have a second set of numbers, from here on, which nobody uses.
_SECOND_NUMBERS = 0x40000000
# The flag with which clone makes a thread: Pango looks for typefaces in one.
_A_THREAD = 0x00010000

# Machine as the kernel names it (<linux/audit.h>), the number of clone, and those of: socket, connect, socketpair,
# the other ways to start a process, kill, tkill, tgkill, ptrace, unshare, setns, process_vm_readv and _writev, bpf.
_MACHINES = {
    "x86_64": (0xC000003E, 56, (41, 42, 53, 57, 58, 59, 62, 101, 200, 234, 272, 308, 310, 311, 321, 322)),
    "aarch64": (0xC00000B7, 220, (198, 203, 199, 221, 129, 130, 131, 117, 97, 268, 270, 271, 280, 281)),
}
# pidfd_send_signal, io_uring_setup, pidfd_getfd.
_EVERYWHERE = (424, 425, 438)
_CLONE3 = 435


def forbid() -> bool:
    """Put up the filter.

    False where the kernel has no such filters or the machine is another; nothing has changed then. Call while the
    process has one thread.
    """
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _MACHINES or ctypes.sizeof(ctypes.c_void_p) != 8:  # noqa: PLR2004 - 64 bits
        return False
    code = _filter(*_MACHINES[machine])
    held = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(held)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _WITH_FILTER, program, 0, 0) == 0)


def _filter(machine: int, clone: int, forbidden: tuple[int, ...]) -> bytes:
    """The filter as instructions of eight bytes: what to do, how far to jump if so and if not, with what."""
    numbers = (*forbidden, *_EVERYWHERE)
    steps = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        # Nobody can look into what clone3 is given. Who is told that there is no such call uses clone.
        (_IF_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _FAIL | errno.ENOSYS),
        (_IF_EQUAL, 0, 2, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_IF_ANY_BIT, len(numbers) + 1, len(numbers) + 2, _A_THREAD),
        (_IF_AT_LEAST, len(numbers) + 1, 0, _SECOND_NUMBERS),
        *((_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
