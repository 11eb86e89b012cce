"""Compares what cardlint says of small random repositories with what `load_dataset` does with them.

- miss: a load fails, and cardlint has no error for the card;
- alarm: cardlint has an error, and every load succeeds.
"""

import argparse
import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

import datasets  # noqa: E402
import yaml  # noqa: E402
from datasets import packaged_modules  # noqa: E402
from datasets import load_dataset  # noqa: E402
from datasets import logging as datasets_logging  # noqa: E402
from datasets.exceptions import NonMatchingSplitsSizesError  # noqa: E402
from repos import Repo, write  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
logging.disable(logging.CRITICAL)
datasets_logging.set_verbosity(60)
warnings.simplefilter("ignore")


def load(root: Path, name: str | None, cache: Path) -> str | None:
    """What the load raises, in a line."""
    try:
        try:
            load_dataset(str(root), name, cache_dir=str(cache))
        except NonMatchingSplitsSizesError:
            # The number of rows is nothing that a card's reader can know; the splits are those that are described.
            load_dataset(str(root), name, cache_dir=str(cache), verification_mode="no_checks")
    except Exception as error:
        cause = error.__cause__ or error.__context__
        lines = [f"{type(each).__name__}: {str(each).strip().splitlines()[0] if str(each).strip() else ''}" for each in (error, cause) if each]
        return " < ".join(lines)[:300]
    return None


def readers() -> dict:
    """The readers of this version of datasets, as src/rules/configs/load/readers.json has them."""
    of_reader: dict[str, list[str]] = {}
    for extension, (name, settings) in packaged_modules._EXTENSION_TO_MODULE.items():
        words = [name, *(f"{key}={json.dumps(value)}" for key, value in settings.items())]
        of_reader.setdefault(" ".join(words), []).append(extension)
    return {
        "source": f"datasets {datasets.__version__}, packaged_modules",
        "readers": of_reader,
        "other_extensions": [".zip", *packaged_modules._ALL_METADATA_EXTENSIONS],
        "metadata_files": packaged_modules._ALL_METADATA_FILENAMES,
    }


def metadata(root: Path) -> dict:
    return yaml.safe_load(root.joinpath("README.md").read_text("utf-8").split("---\n")[1])


def loads(root: Path, cache: Path) -> dict[str, str]:
    """The loads that fail: without a name, and of each config; without `configs`, of each config that is described."""
    card = metadata(root)
    configs, infos = listed(card.get("configs")), listed(card.get("dataset_info"))
    names = [each["config_name"] for each in configs or infos if isinstance(each, dict) and each.get("config_name")]
    failed = {}
    for name in [None, *dict.fromkeys(names)]:
        raised = load(root, name, cache)
        # Without a default, a name must be given: the load asks for it.
        if raised and not (name is None and "Config name is missing" in raised):
            failed[str(name or "(no name)")] = raised
    shutil.rmtree(cache, ignore_errors=True)
    return failed


def fingerprint(root: Path) -> str:
    """What a load depends on."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    parts = [part for path in files for part in (path.relative_to(root).as_posix().encode(), path.read_bytes())]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def explained(raised: str, card: dict, files: list[str]) -> str | None:
    """Why a failing load is nothing that cardlint should say of the card."""
    described = [each.get("features") for key in ("configs", "dataset_info") for each in listed(card.get(key))]
    if any(described) and re.search(r"Couldn't cast|Target schema's field names|Invalid feature column|Length of names", raised):
        return "the columns of the data are others than the described ones"
    if "metadata.csv" in files and re.search("corresponds to no data|Couldn't cast", raised):
        return "the metadata of images is not where they are, or is read as a table"
    if "FilesIterable object" in raised:
        return "datasets 5.2.0 does not read XML"
    if any(name.endswith(".zip") for name in files) and re.search("DatasetGeneration(Cast)?Error|corresponds to no data", raised):
        return "what is in an archive is not known"
    if not card.get("configs") and not card.get("dataset_info") and re.match("EmptyDatasetError|DataFilesNotFoundError: No (.supported|task.toml)", raised):
        return "there is no data yet, and the card says nothing of it"
    return None


def listed(value) -> list:
    return value if isinstance(value, list) else [value] if value else []


def check(roots: list[Path]) -> dict[str, list[dict]]:
    said: dict[str, list[dict]] = {root.name: [] for root in roots}
    for start in range(0, len(roots), 500):
        paths = [str(root / "README.md") for root in roots[start : start + 500]]
        command = [os.environ["CARDLINT"], "check", "--no-config", "--format", "json-lines", "--repo-type", "dataset", *paths]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        if run.returncode not in (0, 1):
            sys.exit(f"cardlint failed: {run.stderr}")
        for line in run.stdout.splitlines():
            diagnostic = json.loads(line)
            said[Path(diagnostic["path"]).parent.name].append(diagnostic)
    return said


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where the repositories are written, and stay")
    parser.add_argument("--remember", type=Path, help="a file of what the loads did, so that they need not be run again")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    roots = []
    for number in range(options.seed, options.seed + options.count):
        repo = Repo(number)
        root = folder / f"{number:06}"
        write(root, repo.files, repo.card)
        roots.append(root)
    said = check(roots)
    known = json.loads(options.remember.read_text("utf-8")) if options.remember and options.remember.exists() else {}
    tally: Counter = Counter()
    kinds: Counter = Counter()
    explanations: Counter = Counter()
    for root in roots:
        key = fingerprint(root)
        if key not in known:
            known[key] = loads(root, folder / "cache")
        failed = known[key]
        errors = [diagnostic for diagnostic in said[root.name] if diagnostic["severity"] == "error"]
        # Only a clone has these files under these names.
        errors = [each for each in errors if not (each["rule"] == "data-files-pattern" and "./" in each["message"])]
        reasons = {name: explained(raised, metadata(root), [path.name for path in root.rglob('*')]) for name, raised in failed.items()}
        # What is read as CSV that is none has as many columns as its lines say.
        garbled = any(each["rule"] == "data-files-mixed-formats" for each in said[root.name])
        reasons = {name: reason or (garbled and "a reader of text is given another format") for name, reason in reasons.items()}
        if failed and all(reasons.values()) and not errors:
            tally["explained"] += 1
            explanations.update(set(reasons.values()))
            continue
        tally["fails" if failed else "loads"] += 1
        if bool(failed) == bool(errors):
            continue
        what = "miss" if failed else "alarm"
        tally[what] += 1
        kinds[(what, next(iter(failed.values())).split("'")[0][:90] if failed else errors[0]["rule"])] += 1
        print(f"{what}: {root.name}: " + ("; ".join(f"{name}: {raised}" for name, raised in failed.items()) if failed else "; ".join(f"{each['rule']}: {each['message']}" for each in errors)))
        if options.verbose:
            print("   ", sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()))
            print("    " + root.joinpath("README.md").read_text("utf-8").replace("\n", "\n    "))
    if options.remember:
        options.remember.write_text(json.dumps(known), "utf-8")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    for (what, kind), count in kinds.most_common():
        print(f"{count:5} {what}: {kind}")
    wrong = tally["miss"] + tally["alarm"]
    if json.loads((ROOT / "src/rules/configs/load/readers.json").read_text("utf-8")) != readers():
        print(f"readers.json is not what datasets {datasets.__version__} has:\n{json.dumps(readers())}")
        wrong += 1
    for reason, count in explanations.most_common():
        print(f"{count:5} explained: {reason}")
    print(f"{tally['fails']} repositories fail to load, {tally['loads']} load")
    print(f"load: {len(roots) - wrong} passed, {wrong} failed")
    sys.exit(bool(wrong))


main()
