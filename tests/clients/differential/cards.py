"""The cards that are compared: those of folders, and the inputs that the Rust tests recorded."""

import csv
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KINDS = ("dataset", "model", "space")
MODEL_KEYS = re.compile(r"^(pipeline_tag|library_name|base_model|model-index|widget|inference|datasets|metrics)\s*:", re.M)
ANY_KEY = re.compile(r"^(license|language|tags|annotations_creators|pretty_name|task_categories|configs|dataset_info|viewer|extra_gated_\w+)\s*:", re.M)
SPACE_KEYS = re.compile(r"^(sdk|colorFrom|app_file|short_description)\s*:", re.M)


def kinds_and_verdicts(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What the folder's own tables say about its files."""
    kinds, verdicts = {}, {}
    for name in ("MANIFEST.tsv", "VERDICTS.tsv"):
        if not (folder / name).is_file():
            continue
        with open(folder / name, encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("kind") in KINDS:
                    kinds[row["file"]] = row["kind"]
                if row.get("severity"):
                    verdicts[row["file"]] = row["severity"]
    return kinds, verdicts


def guess(text: str) -> str:
    head = text[:20000]
    if SPACE_KEYS.search(head):
        return "space"
    return "model" if MODEL_KEYS.search(head) else "dataset"


def collect(folders: list[Path]) -> list[dict]:
    cards = []
    for folder in folders:
        tables = {}
        for path in sorted(folder.rglob("*.md")):
            if path.parent not in tables:
                tables[path.parent] = kinds_and_verdicts(path.parent)
            kinds, verdicts = tables[path.parent]
            try:
                # As huggingface_hub opens a card: line ends as they are.
                text = path.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                print(f"passed over {path}: {error}")
                continue
            kind = kinds.get(path.name) or guess(text)
            cards.append({"path": str(path), "type": kind, "text": text, "known": verdicts.get(path.name)})
    return cards


def recorded(into: Path) -> None:
    """Writes the inputs of the Rust tests as cards: they reach corners that no fixture does."""
    data = ROOT / "tests/integration/data"
    texts = {}
    for number, case in enumerate(json.loads((data / "yaml-cases.json").read_text("utf-8"))):
        texts[f"yaml/{number:03}-{case['id']}"] = f"---\n{case['input']}\n---\n"
    for number, case in enumerate(json.loads((data / "front-matter-cases.json").read_text("utf-8"))):
        texts[f"front-matter/{number:03}-{case['case']}"] = case["text"]
    for part, cases in json.loads((data / "datasets-cases.json").read_text("utf-8")).items():
        for number, case in enumerate(cases.values() if isinstance(cases, dict) else []):
            texts[f"{part}/{number:03}"] = f"---\n{case['yaml']}\n---\n"
    kinds = []
    for number, case in enumerate(json.loads((data / "consequences.json").read_text("utf-8"))):
        texts[f"consequences/{number:03}"] = case["card"]
        kinds.append(f"{number:03}.md\t{case.get('type', 'dataset')}\n")
    (into / "consequences").mkdir()
    (into / "consequences/MANIFEST.tsv").write_text("file\tkind\n" + "".join(kinds), "utf-8")
    for name, text in texts.items():
        path = into / (re.sub(r"[^\w/-]+", "-", name) + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))


def means_metadata(text: str) -> bool:
    """Whether there is metadata in a text, found by a consumer or not."""
    text = text[:20000].replace("\r", "\n")
    keys = any(pattern.search(text) for pattern in (ANY_KEY, MODEL_KEYS, SPACE_KEYS))
    return keys or text.lstrip(" \t\n\ufeff\u200b").startswith(("---", "+++", "version https://git-lfs"))
