"""Landlock: from now on this process opens its own files only. Linux 5.13 and newer; no rights are needed.

See landlock(7) and <linux/landlock.h>.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

# Rights over files, in the order of their bits.
_RUN, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 1 << 1, 1 << 2, 1 << 3
_OF_FILES = _RUN | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
# How many of these rights a version knows: newer ones refuse renaming, truncating, and the calls of devices too.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16
_VERSION_WITH_NETWORK, _VERSION_WITH_SCOPES = 4, 6
# Listening and connecting by TCP; abstract sockets and signals to others.
_TCP, _SCOPES = 0b11, 0b11


def confine(*, reading: Sequence[Path], writing: Path | None, running: Sequence[Path] = ()) -> bool:
    """Let this process read `reading`, change what is in the folder `writing` and become `running`: no other file.

    False where the kernel has no Landlock; nothing has changed then. Call while the process has one thread.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    every = (1 << _RIGHTS.get(version, _NEWEST_RIGHTS)) - 1
    attributes = [every]
    if version >= _VERSION_WITH_NETWORK:
        attributes.append(_TCP)
    if version >= _VERSION_WITH_SCOPES:
        attributes.append(_SCOPES)
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    rules = libc.syscall(_CREATE_RULESET, packed, ctypes.c_size_t(len(packed)), 0)
    if rules < 0:
        return False
    try:
        allowed = [(path, _READ_FILE | _READ_DIR) for path in reading]
        allowed += [(path, _READ_FILE | _RUN) for path in running]
        allowed += [(writing, every)] if writing is not None else []
        for path, rights in allowed:
            _allow(libc, rules, path, rights)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = rights if path.is_dir() else rights & _OF_FILES
        rule = struct.pack("=Qi", allowed, opened)
        if libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), "Landlock takes no rule for", str(path))
    finally:
        os.close(opened)
