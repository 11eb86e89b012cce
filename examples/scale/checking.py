"""What is done with a batch of cards, in every engine."""

from typing import Dict, List, Sequence

from cardlint import Card, lint_many


def check(path: Sequence[str], repo_type: Sequence[str], text: Sequence[str]) -> Dict[str, List]:
    """The status of each card, and the rules that it breaks."""
    cards = (Card(text, path, repo_type) for path, repo_type, text in zip(path, repo_type, text))
    reports = list(lint_many(cards))
    return {
        "status": [report.status for report in reports],
        "rules": [" ".join(found.rule for found in report.diagnostics) for report in reports],
    }
