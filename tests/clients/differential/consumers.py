"""What cardlint, the model of the Hub and huggingface_hub say of a card."""

import json
import os
import subprocess
import sys
import tempfile

from huggingface_hub import DatasetCard, ModelCard, SpaceCard

from cards import KINDS, ROOT

CLASSES = {"dataset": DatasetCard, "model": ModelCard, "space": SpaceCard}
CONSUMERS = ("hub", "huggingface_hub", "datasets")


def ask_cardlint(cards: list[dict]) -> dict[str, list[dict]]:
    said: dict[str, list[dict]] = {card["path"]: [] for card in cards}
    with tempfile.TemporaryDirectory() as elsewhere:
        for kind in KINDS:
            paths = [card["path"] for card in cards if card["type"] == kind]
            for start in range(0, len(paths), 200):
                command = [os.environ["CARDLINT"], "check", "--format", "json-lines", "--repo-type", kind]
                run = subprocess.run(
                    command + paths[start : start + 200], capture_output=True, text=True, encoding="utf-8", cwd=elsewhere
                )
                # Exit status 2: a file that is no text. cardlint says so, names it and goes on.
                unread = [path for path in paths[start : start + 200] if f"{path}: " in run.stderr]
                if run.returncode not in (0, 1) and not unread:
                    sys.exit(f"cardlint failed: {run.stderr}")
                for path in unread:
                    said[path].append({"severity": "error", "rule": "unreadable", "message": "not a text", "predicts": list(CONSUMERS)})
                for line in run.stdout.rstrip("\n").split("\n") if run.stdout else []:
                    diagnostic = json.loads(line)
                    said[diagnostic["path"]].append(diagnostic)
    return said


def ask_hub(cards: list[dict], script: str) -> dict[str, dict]:
    lines = "".join(json.dumps({key: card[key] for key in ("path", "type", "text")}) + "\n" for card in cards)
    command = ["node", script, "--licenses", str(ROOT / "schemas/vocabularies/licenses.json")]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        sys.exit(f"the model of the Hub failed: {run.stderr}")
    return {answer["path"]: answer for answer in map(json.loads, run.stdout.rstrip("\n").split("\n"))}


def first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().splitlines()[0][:160]


def ask_huggingface_hub(card: dict) -> tuple[object, str | None]:
    """The card, or why it cannot be read."""
    try:
        return CLASSES[card["type"]].load(card["path"], ignore_metadata_errors=False), None
    except Exception as error:  # noqa: BLE001: whatever a consumer raises is its verdict
        return None, first_line(error)
