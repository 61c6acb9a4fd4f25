"""A pause of the garbage collector while a file is read.

All of what is made then stays, so the collector would only look at it again and again.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
