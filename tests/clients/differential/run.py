"""Prints where cardlint and the consumers of cards disagree.

    run.sh [--verbose] [FOLDER]...      default: the fixtures, and the recorded inputs of the Rust tests

Every README-like file (*.md) of the folders is judged by cardlint, by a model of the Hub (hub.mjs), by huggingface_hub and,
if it is the card of a dataset, by datasets. Two things must hold:

- missed: what a consumer refuses has an error from cardlint, and what two of them read differently has at least a warning;
- alarm: where cardlint says error, one of the consumers that it names refuses the card, or metadata is lost, or the
  consumers read different values.

What is known and right nevertheless stands with its reason in explained.tsv. A folder may say what kind of repo each of
its cards belongs to, and what the Hub answered to it, in MANIFEST.tsv or VERDICTS.tsv (columns `file`, `kind`, `severity`).
"""

import argparse
import csv
import fnmatch
import json
import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cards import ROOT, collect, means_metadata, recorded
from consumers import ask_cardlint, ask_hub, ask_huggingface_hub
from load_dataset import ask_datasets
from values import python_value, unlike

HERE = Path(__file__).resolve().parent


def explanations() -> list[dict]:
    with open(HERE / "explained.tsv", encoding="utf-8", newline="") as table:
        rows = (line for line in table if line.strip() and not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hub", required=True, help="hub.mjs beside its packages")
    parser.add_argument("--verbose", action="store_true", help="print the explained ones, too")
    parser.add_argument("folders", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    logging.disable(logging.WARNING)

    with tempfile.TemporaryDirectory() as cases:
        folders = [folder.resolve() for folder in options.folders]
        if not folders:
            recorded(Path(cases))
            folders = [ROOT / "fixtures", Path(cases)]
        return compare(collect(folders), options)


def founded(error: dict, refusals: dict[str, str], differ: bool) -> bool:
    """Whether a consumer bears an error out: the Hub where its words are foretold, else one of those that it names."""
    if error.get("hub"):
        return "hub" in refusals
    return differ or any(consumer in refusals for consumer in error["predicts"])


def compare(cards: list[dict], options: argparse.Namespace) -> int:
    said = ask_cardlint(cards)
    hub = ask_hub(cards, options.hub)
    known = explanations()
    used: set[int] = set()
    counts: Counter[str] = Counter()

    words: Counter[bool] = Counter()
    for card in cards:
        path, name = card["path"], "/".join(Path(card["path"]).parts[-3:])
        errors = [diagnostic for diagnostic in said[path] if diagnostic["severity"] == "error"]
        answer = hub[path]
        refusals = {"hub": answer["errors"][0] if answer["errors"] else None}
        # A verdict that the live Hub gave counts for more than the model of it.
        if card["known"] and card["known"].startswith("error"):
            refusals["hub"] = refusals["hub"] or f"known verdict: {card['known']}"
        elif card["known"] in ("ok", "warning"):
            refusals["hub"] = None
        _, refusals["huggingface_hub"] = ask_huggingface_hub(card)
        if card["type"] == "dataset":
            refusals["datasets"] = ask_datasets(path)
        refusals = {consumer: reason for consumer, reason in refusals.items() if reason}

        python_block, value = python_value(card["text"])
        lost = not (answer["block"] and python_block) and means_metadata(card["text"])
        differ = answer["block"] and python_block and json.dumps(answer["value"]) != json.dumps(value)
        unfounded = [error for error in errors if not lost and not founded(error, refusals, differ)]

        if answer["errors"] and answer["value"] is not None:
            told = {error["hub"] for error in errors if error.get("hub")}
            words[told == set(answer["errors"])] += 1
            if options.verbose and told != set(answer["errors"]):
                print(f"words: {name}\n    Hub {sorted(answer['errors'])}\n    cardlint {sorted(told)}")

        problem = None
        if refusals and not errors:
            reasons = "; ".join(f"{consumer}: {reason}" for consumer, reason in refusals.items())
            problem = ("missed", reasons)
        elif not refusals and differ and not said[path] and unlike(answer["value"], value):
            problem = ("missed", f"the Hub reads {answer['value']}, Python {value}")
        elif unfounded:
            problem = ("alarm", "; ".join(f"{error['rule']}: {error['message']}" for error in unfounded))
        if problem is None:
            counts["agreed"] += 1
            continue
        kind, text = problem
        reason = None
        for index, row in enumerate(known):
            if row["kind"] == kind and fnmatch.fnmatch(name, row["card"]) and row["says"] in text:
                reason = row["reason"]
                used.add(index)
        counts["explained" if reason else kind] += 1
        if reason is None or options.verbose:
            print(f"{'explained ' if reason else ''}{kind}: {name} ({card['type']})\n    {text}")
            if reason:
                print(f"    because {reason}")

    print(f"of {words.total()} cards that the Hub refuses for a value, its words are predicted for {words[True]}")
    failed = counts["missed"] + counts["alarm"]
    print(f"{len(cards)} cards: {counts['agreed']} agreed, {counts['explained']} explained,"
          f" {counts['missed']} missed, {counts['alarm']} false alarms")
    print(f"differential: {len(cards) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
