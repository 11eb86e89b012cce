"""Checks Hugging Face cards, guards them in git, and mocks the Hub. The program is `cardlint`; see `cardlint --help`.

`MockHub` is a running mock Hub for tests; `cardlint.pytest_plugin` has it as fixtures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardlint.binary import find_binary

if TYPE_CHECKING:
    from cardlint.mock_hub import MockHub, MockHubError

__all__ = ["MockHub", "MockHubError", "find_binary"]


def __getattr__(name: str) -> Any:
    # `python -m cardlint` does not need it.
    if name in ("MockHub", "MockHubError"):
        from cardlint import mock_hub

        return getattr(mock_hub, name)
    raise AttributeError(f"module 'cardlint' has no attribute '{name}'")
