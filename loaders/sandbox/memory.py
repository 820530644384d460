"""Settings by which a process holds less memory."""

import ctypes
import os
from contextlib import suppress

# Parameters of glibc's mallopt: the free bytes at the end of the heap, and the bytes of a block,
# from which memory is given back. By default glibc raises both, up to 64 and 32 MB.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _BYTES = -1, -3, 131_072
_M_ARENA_MAX, _ARENAS = -8, 2  # heaps, which threads share; by default eight a processor


def return_freed_memory() -> None:
    """Have this process give memory back to the system when it is freed: 40 MB of a long page.

    To be called before pyarrow is imported. Where the C library is not glibc, only pyarrow's memory
    is given back.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(AttributeError, OSError, TypeError):  # no mallopt; Windows
        mallopt = ctypes.CDLL(None).mallopt
        for parameter in (_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD):
            mallopt(parameter, _BYTES)
        mallopt(_M_ARENA_MAX, _ARENAS)


def trim() -> None:
    """Give free memory between used blocks back to the system, where the C library is glibc."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
