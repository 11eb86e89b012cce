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
import datetime
import fnmatch
import io
import json
import logging
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import pandas  # noqa: E402
import yaml  # noqa: E402
from datasets.builder import BuilderConfig  # noqa: E402
from datasets.data_files import sanitize_patterns  # noqa: E402
from datasets.exceptions import ExpectedMoreSplitsError, NonMatchingSplitsSizesError, UnexpectedSplitsError  # noqa: E402
from datasets.load import infer_module_for_data_files_list  # noqa: E402
from datasets.info import DatasetInfo, DatasetInfosDict  # noqa: E402
from datasets.utils import Version  # noqa: E402
from datasets.utils.info_utils import verify_splits  # noqa: E402
from datasets.utils.metadata import MetadataConfigs  # noqa: E402
from fsspec.utils import glob_translate  # noqa: E402
from huggingface_hub import DatasetCard, ModelCard, SpaceCard  # noqa: E402
from huggingface_hub.repocard import REGEX_YAML_BLOCK  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
CARDS = {"dataset": DatasetCard, "model": ModelCard, "space": SpaceCard}
CSV_SETTINGS = ("chunksize", "delimiter", "header", "names", "nrows", "quotechar", "quoting", "sep", "skiprows")
# Readers that stop at another format, and formats that no reader of text takes.
STRICT = ("json", "parquet", "arrow", "webdataset", "hdf5", "lance", "vortex")
BINARY = ("parquet", "arrow", "webdataset", "hdf5", "lance", "vortex", "imagefolder", "audiofolder", "videofolder")
CONSUMERS = ("hub", "huggingface_hub", "datasets")
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
                if row.get("kind") in CARDS:
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


def ask_cardlint(cards: list[dict]) -> dict[str, list[dict]]:
    said: dict[str, list[dict]] = {card["path"]: [] for card in cards}
    with tempfile.TemporaryDirectory() as elsewhere:
        for kind in CARDS:
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
        return CARDS[card["type"]].load(card["path"], ignore_metadata_errors=False), None
    except Exception as error:  # noqa: BLE001: whatever a consumer raises is its verdict
        return None, first_line(error)


def ask_datasets(path: str) -> str | None:
    """Why load_dataset stops, as far as the card alone tells."""
    try:
        data = DatasetCard.load(path).data
        configs = MetadataConfigs.from_dataset_card_data(data)
        configs.get_default_config_name()
        infos = DatasetInfosDict.from_dataset_card_data(data)
        if configs and next(iter(configs.values())).get("data_files", []) is None:
            raise TypeError("data_files of the first config")
        ask_names(configs, infos)
        module = ask_formats(configs)
        for name, info in infos.items():
            # What is described under another name is not looked at.
            ask_info(info, configs.get(name, {}).get("data_files"), name in configs or not configs and name == "default")
        written = data.get("dataset_info")
        for info in written if isinstance(written, list) else [written] if infos else []:
            splits = info.get("splits") or []
            for split in splits.values() if isinstance(splits, dict) else splits:
                if "num_examples" not in split:
                    raise NonMatchingSplitsSizesError(str(split))
        for name, config in configs.items():
            ask_config(name, config, module)
    except Exception as error:  # noqa: BLE001
        return first_line(error)
    return None


def ask_names(configs: MetadataConfigs, infos: DatasetInfosDict) -> None:
    """Raises what load_dataset raises for the config that it looks for, and for those that are described."""
    default = configs.get_default_config_name() or (next(iter(infos)) if len(infos) == 1 else None)
    sought = [default] if configs else list(infos)
    for name in sought:
        if name is not None and name not in (configs or ["default"]):
            raise ValueError(f"BuilderConfig '{name}' not found")


def ask_formats(configs: MetadataConfigs) -> str | None:
    """The reader of the first config, by its patterns; raises what a load with several formats raises."""
    module = None
    for config in configs.values():
        for split, patterns in sanitize_patterns(config.get("data_files") or {}).items():
            modules = {infer_module_for_data_files_list([pattern])[0] for pattern in patterns if isinstance(pattern, str)}
            found = infer_module_for_data_files_list([pattern for pattern in patterns if isinstance(pattern, str)])
            if not found[0] or len(modules) > 1:
                continue
            module = module or (config, found)
            if config is module[0] and found != module[1]:
                raise ValueError(f"Couldn't infer the same data file format for all splits: {split}")
            if found[0] != module[1][0] and (module[1][0] in STRICT or found[0] in BINARY):
                raise ValueError(f"{module[1][0]} cannot read {patterns}")
    return module[1][0] if module else None


def ask_info(info: DatasetInfo, data_files: object, loaded: bool) -> None:
    """Raises what load_dataset raises once it has read the data."""
    if loaded and info.features is not None and not info.features:
        raise ValueError("CastError: the data has columns")
    if info.features is not None:
        info.features.arrow_schema  # noqa: B018: a property that raises
    if info.license:
        info.license.encode()
    if info.splits is None:
        return
    for split in info.splits.values():
        # verify_splits compares them with the names of the files' splits, and those are texts.
        if not isinstance(split.name, str) or not split.name:
            raise ExpectedMoreSplitsError({split.name})
        if not isinstance(split.num_examples, (int, float)) or split.num_examples % 1:
            raise NonMatchingSplitsSizesError(str(split))
    described = set(info.splits)
    if data_files:
        verify_splits(info.splits, {split: info.splits.get(str(split)) for split in map(str, sanitize_patterns(data_files))})
    elif not all(re.fullmatch(r"\w+(\.\w+)*", name) for name in described):
        raise ExpectedMoreSplitsError(described)
    elif not described:
        raise UnexpectedSplitsError(described)


def ask_config(name: str, config: dict, module: str | None) -> None:
    """Raises what load_dataset raises where it makes a builder, or a reader of CSV files."""
    BuilderConfig(name=name)
    version = config.get("version", "0.0.0")
    if version is None:
        raise ValueError("a config must have a version")
    Version(version) if isinstance(version, str) else Version(**version)
    if config.get("features") is not None:
        if not config["features"]:
            raise ValueError("CastError: the data has columns")
        config["features"].arrow_schema  # noqa: B018: a property that raises
    # Of the settings only those that a reader of CSV files has.
    settings = {key: config[key] for key in CSV_SETTINGS if key in config}
    if settings and module in (None, "csv"):
        pandas.read_csv(io.StringIO("a;b,c\n1;2,3\n" * 3), **settings)
    if (config.get("data_dir") or "").startswith("./"):
        raise FileNotFoundError("Unable to find files below './'")
    if config.get("data_files") is None:
        return
    for split, patterns in sanitize_patterns(config["data_files"]).items():
        if str(split) == "all":
            raise ValueError("`all` is a special split keyword")
        if not patterns or str(split) != str(split).strip():
            raise ValueError(f'Instruction "{split}" corresponds to no data!')
        for pattern in patterns:
            # On the Hub, no path begins so, and hardly a name.
            if pattern.startswith("./") or pattern != pattern.strip():
                raise FileNotFoundError(f"Unable to find '{pattern}'")
            if "://" not in pattern:
                glob_translate(pattern)


def as_json(value: object) -> object:
    """A value of PyYAML in the words of JavaScript."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(datetime.timezone.utc) if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    if isinstance(value, datetime.date):
        return value.isoformat() + "T00:00:00.000Z"
    if isinstance(value, dict):
        return {key_text(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, (bytes, set)):
        return f"{type(value).__name__} {value}"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "number " + {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int) and not isinstance(value, bool):
        return int(float(value)) if abs(value) >= 2**53 else value
    return value


def key_text(key: object) -> str:
    # A key that is null or a truth value to Python is none of JavaScript's texts.
    return f"{key} of Python" if key is None or isinstance(key, bool) else str(as_json(key))


def means_metadata(text: str) -> bool:
    """Whether there is metadata in a text, found by a consumer or not."""
    text = text[:20000].replace("\r", "\n")
    keys = any(pattern.search(text) for pattern in (ANY_KEY, MODEL_KEYS, SPACE_KEYS))
    return keys or text.lstrip(" \t\n\ufeff\u200b").startswith(("---", "+++", "version https://git-lfs"))


def python_value(text: str) -> tuple[bool, object]:
    """Whether huggingface_hub finds a block, and what PyYAML reads in it."""
    found = REGEX_YAML_BLOCK.search(text)
    if not found:
        return False, None
    try:
        return True, as_json(yaml.safe_load(found.group(2)))
    except Exception:  # noqa: BLE001: PyYAML has no type of its own for what a tag cannot make of a text
        return True, None


def essence(value: object) -> object:
    """A value without what the parsers read differently at the end of a block, and nobody can see."""
    if isinstance(value, dict):
        return {key: essence(item) for key, item in value.items()}
    if isinstance(value, list):
        return [essence(item) for item in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def unlike(one: object, other: object) -> bool:
    return json.dumps(essence(one), sort_keys=True) != json.dumps(essence(other), sort_keys=True)


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
