"""`--show-fixes`: how many findings of which code were corrected in each file."""

from collections import Counter
from collections.abc import Iterator

from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Fixed
from background_typed_check.wording import count


def show_fixed(fixed: Fixed, done: str, paint: Paint) -> Iterator[str]:
    """Yield what was done to each file, as ruff says it, the most frequent code first."""
    if not fixed:
        return
    yield f"{done} {count(fixed.total(), 'error')}:"
    for file in sorted({file for file, _ in fixed}):
        codes = Counter({code: number for (each, code), number in fixed.items() if each == file})
        digits = len(str(max(codes.values())))
        yield f"{paint('-', 'cyan')} {paint(file, 'bold')}{paint(':', 'cyan')}"
        for code, number in sorted(codes.items(), key=lambda each: (-each[1], each[0])):
            yield f"    {number:>{digits}} x {paint(code, 'bold red')}"
    yield ""
