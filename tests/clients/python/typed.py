"""What type checkers are to accept, and what they are not: each line that is marked must be an error."""

from typing import Iterator, Optional, Tuple

import cardlint
from cardlint import Card, Diagnostic, Fixed, Linter, Report

report: Report = cardlint.lint("", repo_type="model", files=["a.csv"])
found: Tuple[Diagnostic, ...] = report.diagnostics
line: int = found[0].start.line
help: Optional[str] = found[0].help
reports: Iterator[Report] = cardlint.lint_many(text for text in ("", ""))
fixed: Fixed = Linter(select=["gate"], config="cardlint.toml").fix("", unsafe=True)
title: str = fixed.fixes[0].title
for many in Linter().fix_many([Card("", "a/README.md", "dataset"), ""]):
    title = many.text

cardlint.lint(3)  # wrong
cardlint.lint("", repo_type="paper")  # wrong
cardlint.lint_many([3])  # wrong
report.status = 3  # wrong
line = found[0].help  # wrong
