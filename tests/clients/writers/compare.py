"""Compares what cardlint finds in the cards that write.py wrote into FOLDER with expected.tsv."""

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent


def table(path: Path) -> list[dict]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


found: dict[tuple[str, str], set[str]] = defaultdict(set)
messages: dict[tuple[str, str], str] = {}
cards = 0
for folder in sorted(Path(sys.argv[1]).iterdir()):
    kinds = table(folder / "MANIFEST.tsv")
    cards += len(kinds)
    for kind in {row["kind"] for row in kinds}:
        paths = [str(folder / row["file"]) for row in kinds if row["kind"] == kind]
        command = [os.environ["CARDLINT"], "check", "--no-config", "--exit-zero", "--format", "json-lines", "--repo-type", kind, *paths]
        for line in subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout.splitlines():
            diagnostic = json.loads(line)
            what = (folder.name, diagnostic["rule"])
            found[what].add(diagnostic["path"])
            messages[what] = diagnostic["message"]

expected = {(row["writer"], row["rule"]): int(row["cards"]) for row in table(HERE / "expected.tsv")}
wrong = [what for what in sorted(found.keys() | expected.keys()) if len(found[what]) != expected.get(what, 0)]
for what in wrong:
    print(f"{' '.join(what)}: in {len(found[what])} cards, expected {expected.get(what, 0)}: {messages.get(what, '')}")
wrong_cards = {path for what in wrong for path in found[what]}
failed = max(len(wrong), len(wrong_cards))
print(f"writers: {cards - failed} passed, {failed} failed")
sys.exit(bool(wrong))
