"""Starts the language server, if the package that speaks its protocol is there."""

import gc
import itertools
import os
import sys
from typing import Final

from background_typed_check import NAME
from background_typed_check.command.arguments import FINE
from background_typed_check.command.options import BAD, SERVER
from background_typed_check.command.output.streams import tell, write
from background_typed_check.command.versions import why_without
from background_typed_check.server.output import Output

# What it needs, and the oldest versions that will do.
NEEDED: Final = {"pygls": "2.0", "parso": "0.8.4"}
# Of a server that ends without having been asked to shut down, as the protocol has it.
FAILED: Final = 1
# How many more objects make the collector look: Python takes 2,000, or 700 before version 3.13.
SELDOM: Final = 20_000
INSTALL: Final = f'pip install "{NAME}[{SERVER}]"'
# What clients add to the command line, for the only way that there is.
STDIO: Final = "--stdio"
USAGE: Final = (
    f"usage: {NAME} {SERVER} [{STDIO}]",
    "",
    "Speak the Language Server Protocol on standard input and output, for editors.",
)


def serve(arguments: list[str]) -> int:
    """Serve an editor until it ends, and return the exit status."""
    if arguments in (["-h"], ["--help"]):
        write(USAGE, sys.stdout)
        return FINE
    unknown = [each for each in arguments if each != STDIO]
    if unknown:
        tell([f'{SERVER}: unrecognized argument "{unknown[0]}": it takes none but {STDIO}'])
        return BAD
    why = why_without_packages()
    if why is not None:
        tell([f"{why}: {INSTALL}"])
        return BAD
    if sys.stdin is None:
        tell(["standard input cannot be read: it is closed"])
        return BAD
    from background_typed_check.server.features import make_server  # noqa: PLC0415  # it needs pygls

    # Nearly all that a check makes is freed without the collector, which took a tenth of its time.
    gc.set_threshold(SELDOM)
    # Editors start it in the folder of the project, which may be removed while it runs. All paths
    # of the protocol are absolute.
    os.chdir(sys.base_prefix)
    server = make_server()
    with Output(sys.stdout.fileno()) as output:
        server.start_io(sys.stdin.buffer, output)
    return FINE if server.was_shut_down else FAILED


def why_without_packages() -> str | None:
    """Return why nothing can be served, or None if it can, without importing what it needs."""
    return next(filter(None, itertools.starmap(why_without, NEEDED.items())), None)
