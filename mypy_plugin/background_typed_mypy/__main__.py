"""The command `background-typed`, or `python -m background_typed_mypy`."""

import sys


def main() -> None:
    """Run the command, or say what it lacks."""
    try:
        import mypy  # noqa: F401, PLC0415  # it may not be installed
    except ModuleNotFoundError:
        install = 'pip install "background-typed[mypy]"'
        sys.stderr.write(f"background-typed: mypy is not installed: {install}\n")
        sys.exit(2)
    from mypy.util import hard_exit  # noqa: PLC0415  # see above

    from background_typed_mypy.command.main import run  # noqa: PLC0415

    status, _kept = run(sys.argv[1:])
    hard_exit(status)  # as mypy does, and flushes


if __name__ == "__main__":
    main()
