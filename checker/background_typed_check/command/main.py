"""The command itself: it reads what the user asks for, and has it done."""

import sys
from argparse import Namespace

from background_typed_check.command.arguments import FINDINGS, FINE, may_be_kept, parse, shows
from background_typed_check.command.options import BAD, COMPLETION, EXPLAIN, SERVER
from background_typed_check.command.output.paint import paint_for
from background_typed_check.command.output.streams import tell, write


def run(arguments: list[str]) -> tuple[int, object]:
    """Do what the user asks for.

    Args:
        arguments: What is on the command line after the name of the command.

    Returns:
        The exit status, and what mypy built: the caller keeps it, because freeing its memory takes
        time.

    """
    if arguments[:1] == [EXPLAIN]:
        return explain(arguments[1:]), None
    if arguments[:1] == [COMPLETION]:
        return complete(arguments[1:]), None
    if arguments[:1] == [SERVER]:
        from background_typed_check.server.start import serve  # noqa: PLC0415  # rarely asked

        return serve(arguments[1:]), None
    args = parse(arguments)
    if args.watch:
        from background_typed_check.command.watching import watch  # noqa: PLC0415  # rarely asked

        return watch(args, lambda: answer(arguments, args)), None
    if args.output_file is None:
        status, built = answer(arguments, args)
    else:
        from background_typed_check.command.output.file import print_into  # noqa: PLC0415  # rarely asked

        args.color = "never"
        status, built = print_into(args.output_file, lambda: answer(arguments, args))
    return FINE if args.exit_zero and status == FINDINGS else status, built


def answer(arguments: list[str], args: Namespace) -> tuple[int, object]:
    """Print what the user asks for, again if it is known; return the status and what mypy built."""
    kept = None
    if may_be_kept(args):
        from background_typed_check.command.kept import KeptAnswer  # noqa: PLC0415  # it takes long

        kept = KeptAnswer(arguments, args)
        again = kept.find()
        if again is not None:
            status, printed = again
            printed.print_again()
            return status, None
    # It takes long, and --help does not need it.
    from background_typed_check.command.in_force import completed, settings_in_force  # noqa: PLC0415
    from background_typed_check.settings.files import BrokenSettingsError  # noqa: PLC0415

    try:
        settings = settings_in_force(args)
        args = completed(args, settings)
    except BrokenSettingsError as error:
        tell([str(error)])
        return BAD, None
    if shows(args):
        from background_typed_check.command.showing import show  # noqa: PLC0415  # rarely asked

        return show(args, settings), None
    from background_typed_check.command.checking import carry_out  # noqa: PLC0415

    return carry_out(args, settings, kept)


def explain(arguments: list[str]) -> int:
    """Print what a code means, or which codes there are."""
    from background_typed_check.command import explain as explaining  # noqa: PLC0415  # rarely asked

    try:
        write(explaining.explain(arguments, paint_for(sys.stdout)), sys.stdout)
    except explaining.UnknownCodeError as error:
        tell([str(error)])
        return BAD
    return FINE


def complete(arguments: list[str]) -> int:
    """Print what has a shell complete the command line."""
    from background_typed_check.command import completion as completing  # noqa: PLC0415  # rarely asked

    try:
        write(completing.completion(arguments), sys.stdout)
    except completing.NoCompletionError as error:
        tell([str(error)])
        return BAD
    return FINE
