"""A pause of the garbage collector while a file is read.

All of what is made then stays, so the collector would only look at it again and again.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Sparing takes time, too: it is worth it for this part of what the collector waits for.
MUCH: Final = 10


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing for now.

    `gc.freeze` and `gc.unfreeze` would spare what was made meanwhile the next collection, too. But
    Python then forgets to count it, and a long-lived process would never collect anything.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def spared() -> Iterator[None]:
    """Collect nothing for now, nor soon after it what was made meanwhile, if that is much.

    This is for a process that ends soon, or in which others make much more, so that it is collected
    nevertheless. mypy spares what it reads from its cache in this way.
    """
    was_enabled, before = gc.isenabled(), gc.get_count()[0]
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if gc.get_count()[0] - before > gc.get_threshold()[0] // MUCH:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
