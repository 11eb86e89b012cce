"""Checks Hugging Face cards, guards them in git, and mocks the Hub. The program is `cardlint`; see `cardlint --help`.

`lint`, `lint_many`, `fix` and `gate_form` check, fix and read cards as strings; `Linter` does so with options. `MockHub` is a
running mock Hub for tests; `cardlint.pytest_plugin` has it as fixtures.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from cardlint.binary import find_binary

if TYPE_CHECKING:
    from cardlint.linter import Linter, fix, fix_many, gate_form, lint, lint_many
    from cardlint.mock_hub import MockHub, MockHubError
    from cardlint.results import (
        AppliedFix,
        Card,
        CardlintError,
        Diagnostic,
        Edit,
        Fix,
        Fixed,
        GateField,
        GateForm,
        Position,
        Related,
        Report,
        SelectOption,
    )

__all__ = [
    "AppliedFix", "Card", "CardlintError", "Diagnostic", "Edit", "Fix", "Fixed", "GateField", "GateForm", "Linter", "MockHub",
    "MockHubError", "Position", "Related", "Report", "SelectOption", "find_binary", "fix", "fix_many", "gate_form", "lint", "lint_many",
]  # fmt: skip

_MODULES = {
    "cardlint.linter": ("Linter", "fix", "fix_many", "gate_form", "lint", "lint_many"),
    "cardlint.mock_hub": ("MockHub", "MockHubError"),
}


def __getattr__(name: str) -> Any:
    # `python -m cardlint` needs none of it, and the mock Hub not the linter.
    if name in __all__:
        module = next((module for module, names in _MODULES.items() if name in names), "cardlint.results")
        return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'cardlint' has no attribute '{name}'")
