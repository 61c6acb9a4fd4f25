"""The paths of files without the links that lead to them."""

import functools
import os
from typing import Final

real_folder_of: Final = functools.cache(os.path.realpath)


def real_path(file: str) -> str:
    """Return the path of a file, whatever links lead to it. Most files lie in the same folders."""
    if os.path.islink(file):
        return os.path.realpath(file)
    folder, name = os.path.split(os.path.abspath(file))
    return os.path.join(real_folder_of(folder), name)


def real_folder(file: str) -> str:
    """Return the folder of a file, whatever links lead there."""
    return os.path.dirname(real_path(file))
