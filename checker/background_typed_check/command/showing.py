"""`--show-settings` and `--show-files`: what a run would rest on."""

import argparse
import os
import sys

from background_typed_check.command.arguments import FINE
from background_typed_check.command.in_force import show_settings
from background_typed_check.command.inputs.files import PythonFiles
from background_typed_check.command.output.streams import tell, write
from background_typed_check.facts.disk import Disk
from background_typed_check.settings import Settings
from background_typed_check.wording import line_of


def show(args: argparse.Namespace, settings: Settings) -> int:
    """Print the settings in force, or the files that would be checked, and return the status."""
    if args.show_settings:
        write(show_settings(settings), sys.stdout)
    if args.show_files:
        found = PythonFiles(args.paths or [os.curdir], Disk(), settings.excludes)
        tell(map(line_of, found.obstacles))
        write(found.files, sys.stdout)
    return FINE
