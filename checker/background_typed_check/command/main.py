"""The command itself: it reads what the user asks for, and has it done."""

import sys

from background_typed_check.command.arguments import BAD, EXPLAIN, FINE, asks_mypy, parse
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
    args, kept = parse(arguments), None
    if asks_mypy(args) and not args.add_ignores:
        from background_typed_check.command.kept import KeptAnswer  # noqa: PLC0415  # it takes long

        kept = KeptAnswer(arguments, args)
        again = kept.find()
        if again is not None:
            status, printed = again
            printed.print_again()
            return status, None
    from background_typed_check.command.checking import carry_out  # noqa: PLC0415  # it takes long, and --help does not need it

    return carry_out(args, kept)


def explain(arguments: list[str]) -> int:
    """Print what a code means, or which codes there are."""
    from background_typed_check.command import explain as explaining  # noqa: PLC0415  # rarely asked

    try:
        write(explaining.explain(arguments, paint_for(sys.stdout)), sys.stdout)
    except explaining.UnknownCodeError as error:
        tell([str(error)])
        return BAD
    return FINE
