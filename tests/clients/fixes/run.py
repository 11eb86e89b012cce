"""Fixes broken cards and asks their real readers whether anything is lost.

    run.sh [--seed N] [--count N] [FOLDER]...      default: 400 mutants of the fixtures, from seed 0

Each card (*.md) of the folders is broken in up to five places, as people break them, and then fixed by `cardlint check --fix` and
by `--unsafe-fixes`. PyYAML, huggingface_hub's DatasetCard and js-yaml read it before and after. What one of them could read before,
it must read afterwards, with every key and every field of the gate form but those that a fix named; and a second run must change
nothing.
"""

import argparse
import difflib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import yaml  # noqa: E402
from huggingface_hub import DatasetCard  # noqa: E402
from huggingface_hub.repocard import REGEX_YAML_BLOCK  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
VALUES = [
    "", "LICENSE", "license", "yes", "No", "null", "~", "a: b", "a: b: c", "[x", "[a, b", "{x}", "1_000", "012", "12:30", "2024-02-30",
    '"it\'s', "it's", "foo, bar", "a; b", "Apache 2.0", "gpl-2.1", "pt-BR", "@me", "*star", "|", ">-", "%x", "- x", "# none",
    "[More Information Needed]", '"C:\\dir"', "https://huggingface.co/a/b/tree/v1",
]
PIECES = ["---\n", "\r", "\n", "\t", " ", "  ", ": ", ":", "- ", "-", "? ", " # ", "'", '"', "[", "]", "{", "}", ",", "&a ", "*a", "|", "\\", "\u00a0"]


def mutate(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    end = next((at + 2 for at, line in enumerate(lines[1:]) if line.startswith("---")), len(lines))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(max(1, min(end, len(lines))))
        line, several = lines[at], slice(at, at + chance.randint(1, 8))
        match chance.choice(["dedent", "dedent", "odd", "value", "value", "value", "indent", "delete", "repeat", "undash", "insert", "capital"]):
            case "dedent":
                lines[several] = [each.lstrip(" ") for each in lines[several]]
            case "odd":
                lines[several] = ["\u00a0" * (len(each) - len(each.lstrip(" "))) + each.lstrip(" ") for each in lines[several]]
            case "value" if ":" in line:
                lines[at] = f"{line.split(':')[0]}: {chance.choice(VALUES)}"
            case "indent":
                lines[at] = f"  {line}"
            case "delete" if len(lines) > 1:
                del lines[at]
            case "repeat":
                lines.insert(at, line)
            case "undash":
                lines[at] = line.replace("- ", "", 1)
            case "capital":
                lines[at] = line.capitalize()
            case "insert":
                place = chance.randint(0, len(line))
                lines[at] = line[:place] + chance.choice(PIECES) + line[place:]
    return "\n".join(lines)


def keys_of(value: object, keys: Counter) -> Counter:
    """How often each key is there, without the odd spaces and quotes that make it another one."""
    if isinstance(value, dict):
        for key, below in value.items():
            keys[" ".join(str(key).lstrip("- \u00a0").strip("'\"").split())] += 1
            keys_of(below, keys)
    elif isinstance(value, list):
        for item in value:
            keys_of(item, keys)
    return keys


def pyyaml(text: str) -> object:
    block = REGEX_YAML_BLOCK.search(text)
    return yaml.safe_load(block.group(2)) if block else None


def card(text: str) -> object:
    return DatasetCard(text, ignore_metadata_errors=False).data.to_dict() if REGEX_YAML_BLOCK.search(text) else None


def read(reader, text: str) -> object:
    try:
        value = reader(text)
        # A value that holds itself has no end.
        json.dumps(value, default=str, skipkeys=True)
        return value
    except Exception:  # noqa: BLE001: whatever it raises, it has nothing to lose
        return None


def js_yaml(texts: list[str], script: str) -> list[object]:
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    ran = subprocess.run(["node", script], input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in ran.stdout.rstrip("\n").split("\n")]


def readings(texts: list[str], script: str) -> list[dict[str, object]]:
    hub = js_yaml(texts, script)
    return [
        {"js-yaml": hub[at], "PyYAML": read(pyyaml, text), "DatasetCard": read(card, text)} for at, text in enumerate(texts)
    ]


def cardlint(folder: Path, *arguments: str) -> str:
    command = [os.environ["CARDLINT"], "check", *arguments, "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if ran.returncode not in (0, 1):
        sys.exit(f"cardlint failed: {ran.stderr}")
    return ran.stdout + ran.stderr


def fix(folder: Path, names: list[str], flag: str) -> tuple[list[str], dict[str, str], list[str]]:
    """The cards after the fixes, what was said of each fix, and which of the cards a second run changes."""
    load = lambda: [(folder / name).read_bytes().decode("utf-8") for name in names]  # noqa: E731
    said: dict[str, str] = {}
    for name, title in re.findall(r"^(\S+): fixed [a-z0-9-]+: (.*)$", cardlint(folder, flag), re.MULTILINE):
        said[name] = said.get(name, "") + title + "\n"
    once = load()
    cardlint(folder, flag)
    return once, said, [name for name, first, second in zip(names, once, load()) if first != second]


def harm(before: object, after: object, said: str) -> str | None:
    if before is None or not isinstance(before, dict):
        return None
    if not isinstance(after, dict):
        return "reads it no more"
    were, are = keys_of(before, Counter()), keys_of(after, Counter())
    lost, new = were - are, list(are - were)
    # Where a key is misspelt, only the word to write is named.
    is_renamed = lambda key: difflib.get_close_matches(key.casefold(), [each.casefold() for each in new], cutoff=0.7)  # noqa: E731
    unsaid = [key for key in lost if key.split(" ")[0][:20] not in said and not is_renamed(key) and f"{json.dumps(key)[1:-1]}:" not in json.dumps(after)]
    if unsaid:
        return f"reads no {unsaid[0]!r} any more"
    fields = lambda value: len(value.get("extra_gated_fields") or {}) if isinstance(value.get("extra_gated_fields"), dict) else 0  # noqa: E731
    return "shows fewer fields" if fields(after) < fields(before) else None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reader", required=True, help="read.mjs beside its packages")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("folders", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    chance = random.Random(options.seed)
    paths = sorted(path for folder in options.folders or [ROOT / "fixtures"] for path in folder.rglob("*.md"))
    cards = []
    for path in paths:
        try:
            cards.append(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            continue
    cards = [text for text in cards if len(text) < 100_000 and "\0" not in text]
    texts = [mutate(chance.choice(cards), chance) for _ in range(options.count)]
    texts = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    before = readings(texts, options.reader)
    names = [f"{at:06}/README.md" for at in range(len(texts))]
    faults, changed = 0, Counter()
    for flag in ("--fix", "--unsafe-fixes"):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in zip(names, texts):
                (Path(folder) / name).parent.mkdir()
                (Path(folder) / name).write_bytes(text.encode("utf-8"))
            fixed, said, again = fix(Path(folder), names, flag)
        after = readings(fixed, options.reader)
        for at, name in enumerate(names):
            changed[flag] += fixed[at] != texts[at]
            found = ["a second run changes it"] if name in again else []
            for reader in before[at]:
                harmed = harm(before[at][reader], after[at][reader], said.get(name, ""))
                found += [f"{reader} {harmed}"] if harmed else []
            if found:
                faults += 1
                print(f"{flag} {name}: {'; '.join(found)}\n    {texts[at]!r}\n    {fixed[at]!r}")
    print(f"seed {options.seed}: {len(texts)} mutants of {len(cards)} cards, {changed['--fix']} changed by --fix, "
          f"{changed['--unsafe-fixes']} by --unsafe-fixes, {faults} harmed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
