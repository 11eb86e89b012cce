#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): `push_to_hub` writes the config that it pushes anew, with `config_name` and `data_files` only, also where it
# adds a split to files that are there:
#
# - a push to the config that has `default: true` takes the mark away, and a repository of two configs then has no default:
#   `load_dataset(repo)` raises an error, though the push said nothing;
# - a split that is added to a config of CSV files with `sep: ";"` takes the separator away, while the files stay.
#
# Seen: "Config name is missing." after the push of `en`, and no `sep` after the push of the split. Nothing is pushed: only the
# function that makes the card in `push_to_hub` is called, on a folder.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import pathlib

import datasets
import yaml
from datasets import Features, SplitInfo, Value
from datasets.arrow_dataset import _get_updated_dataset_card
from fsspec.implementations.dirfs import DirFileSystem

datasets.disable_progress_bars()
repo = pathlib.Path("repo")


def push(metadata, name, split):
    """The metadata after `push_to_hub("repo", name, split=split)`."""
    (repo / "README.md").write_text("---\n" + yaml.safe_dump(metadata) + "---\n# A dataset\n")
    card, _ = _get_updated_dataset_card(
        fs=DirFileSystem("repo"), config_name=name, splits_info=[SplitInfo(split, 1, 1)], features=Features(a=Value("int64")), data_dir=name,
        set_default=None, uploaded_sizes=[1], deleted_sizes=[0], remove_other_splits=False,
    )  # fmt: skip
    card.save(repo / "README.md")
    return card.data.to_dict()


def load():
    try:
        return datasets.load_dataset("repo", split="train", cache_dir="cache")["a"][:]
    except ValueError as error:
        return str(error).splitlines()[0]


def config(name, path, **more):
    return {"config_name": name, "data_files": [{"split": "train", "path": path}], **more}


for language in ("en", "fr"):
    (repo / language).mkdir(parents=True)
    (repo / language / "train-0.csv").write_text("a\n1\n")
metadata = push({"configs": [config("en", "en/train-*", default=True)]}, "fr", "train")
before = load()
push(metadata, "en", "train")
after = load()
[added_to] = push({"configs": [config("default", "semicolons.csv", sep=";")]}, "default", "test")["configs"]
print(before, after, added_to, sep="\n")
assert before == [1] and after == "Config name is missing."
files = [{"split": "train", "path": "semicolons.csv"}, {"split": "test", "path": "default/test-*"}]
assert added_to == {"config_name": "default", "data_files": files}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
