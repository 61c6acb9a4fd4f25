"""A pause of the garbage collector while a file is read.

All of what is made then stays, so the collector would only look at it again and again.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing for now, and later nothing of what was made meanwhile, as mypy does."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # to the oldest generation
        gc.enable()
