"""What the processes that open strangers' files take from themselves before they read. It imports nothing of ours."""

import ctypes
import os
import resource
import sys
from typing import Any

MEMORY = 512 << 20  # bytes, where a child says nothing else
NEW_USER, NEW_NETWORK, NO_NEW_PRIVILEGES = 0x10000000, 0x40000000, 38  # unshare(2), prctl(2)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove",
         "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.kill",
         "shutil.", "ctypes.dlopen", "ctypes.dlsym", "ctypes.call_function")  # fmt: skip


def confine(*, seconds: int, memory: int = MEMORY, threads: int = 0) -> None:
    """No network, no files written, no processes; so many seconds of processor time, so many bytes of memory.

    From here on nothing can be given back. `threads`: so many a library may start, and cannot do without.
    """
    limit(seconds=seconds, memory=memory, threads=threads)
    sys.addaudithook(fence)


def limit(*, seconds: int, memory: int = MEMORY, threads: int = 0) -> None:
    """The same as far as the operating system holds it: all of it for a program that replaces this one."""
    alone = False
    if sys.platform == "linux":  # where it is not allowed, the limits below and the fence still hold
        libc = ctypes.CDLL(None, use_errno=True)
        alone = libc.unshare(NEW_USER | NEW_NETWORK) == 0
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _at_most(resource.RLIMIT_CPU, seconds, seconds + 2)
    _at_most(resource.RLIMIT_AS, memory)
    _at_most(resource.RLIMIT_FSIZE, 0)
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_NOFILE, 32)
    if alone or not threads:  # where it is not alone, everything else of this user would count too
        _at_most(resource.RLIMIT_NPROC, threads)


def _at_most(what: int, soft: int, hard: int | None = None) -> None:
    """Whoever runs the site may have set less already, and nobody may raise that."""
    allowed = resource.getrlimit(what)[1]
    given = soft if hard is None else hard
    hard = given if allowed == resource.RLIM_INFINITY else min(given, allowed)
    resource.setrlimit(what, (min(soft, hard), hard))


def fence(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[2], int) and args[2] & WRITES:
        raise PermissionError("nothing is written here")
    if event.startswith(NEVER):
        raise PermissionError(event)
