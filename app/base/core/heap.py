"""What the C library's allocator is told, where it is glibc's; elsewhere nothing happens."""

import ctypes

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""


def share_one_heap() -> None:
    """Let all threads of this process allocate from one heap, before there are any.

    By default each thread grows its own, which it never gives back: twenty megabytes a worker
    of four threads, which Python lets run one at a time anyway.
    """
    _tell("mallopt", _ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what was freed: reading much at once leaves holes."""
    _tell("malloc_trim", 0)


def _tell(name: str, *values: int) -> None:
    library = ctypes.CDLL(None)
    if hasattr(library, name):
        getattr(library, name)(*values)
