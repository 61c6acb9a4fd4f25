"""Which variables of the environment an answer rests on: those that some code reads for it."""

import os
from argparse import Namespace
from typing import Final

# The folders that some formats show paths from: a service may run the command in a folder below.
PROJECT_FOLDERS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
READ: Final = {
    "where the environment is, and which interpreter a name stands for": (
        "VIRTUAL_ENV",
        "PRE_COMMIT",
        "CONDA_DEFAULT_ENV",
        "CONDA_PREFIX",
        "PATH",
        "PATHEXT",
    ),
    "which interpreter a script of pyenv, asdf or mise stands for": (
        "PYENV_VERSION",
        "ASDF_PYTHON_VERSION",
        "MISE_PYTHON_VERSION",
    ),
    "where an interpreter looks for packages, as mypy asks it (`mypy/pyinfo.py`)": (
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONEXECUTABLE",
        "PYTHONPLATLIBDIR",
        "PYTHONSAFEPATH",
        "PYTHONNOUSERSITE",
        "PYTHONUSERBASE",
        "HOME",
        "USERPROFILE",
        "APPDATA",
    ),
    "what Python can parse": ("PYTHONINTMAXSTRDIGITS",),
    "whether there are docstrings, which SARIF shows": ("PYTHONOPTIMIZE",),
    "where mypy looks for modules, and for which platform": (
        "MYPYPATH",
        "MYPY_ALT_LIB_PATH",
        "PYODIDE",
    ),
    "from where some formats show paths": PROJECT_FOLDERS,
}
# What differs from one command line to the next, and changes nothing.
VOLATILE: Final = frozenset({"_", "OLDPWD", "SHLVL", "PYTHONHASHSEED"})


def variables_for(args: Namespace) -> dict[str, str]:
    """Return the variables that may change the answer to what the user asks.

    Those that decide on colours and links are not among them, because it is known what they decide.
    The user's own settings for mypy may name any variable, and so may the plugins in them.
    """
    if args.config_file is not None:
        return {name: value for name, value in os.environ.items() if name not in VOLATILE}
    names = [name for names in READ.values() for name in names]
    return {name: os.environ[name] for name in names if name in os.environ}
