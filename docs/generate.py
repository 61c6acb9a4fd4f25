"""Generate documentation from docstrings: `docs/rules/*.md`, and parts of two guides."""

from pathlib import Path

from background_typed_check.codes import OFF
from background_typed_check.command.explain import page
from background_typed_check.rules import codes
from parts import PARTS, with_part

ROOT = Path(__file__).parents[1]

for code in (*codes(), *OFF):
    (ROOT / "docs/rules" / f"{code.name}.md").write_text(page(code), encoding="utf-8")
for name, make in PARTS.items():
    guide = ROOT / name
    text = guide.read_text(encoding="utf-8")
    guide.write_text(with_part(text, make(ROOT)), encoding="utf-8")
