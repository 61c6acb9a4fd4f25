"""Write the pages of the codes, `docs/rules/*.md`, from the documentation of the rules."""

from pathlib import Path

from background_typed_check.codes import OFF
from background_typed_check.command.explain import page
from background_typed_check.rules import codes

for code in (*codes(), *OFF):
    (Path(__file__).parent / "rules" / f"{code.name}.md").write_text(page(code), encoding="utf-8")
