"""What mypy's plugin loads before there is a task to check: a warm run loads nothing else."""

import subprocess
import sys

LOADED = "print([each for each in sys.modules if each.startswith('background_typed_check.facts')])"


def test_the_hooks_load_no_facts() -> None:
    program = f"import sys, background_typed_mypy.hooks; {LOADED}"
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "[]"
