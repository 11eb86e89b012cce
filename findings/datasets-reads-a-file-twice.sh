#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) adds up what the patterns of a split find: a file that two of them match is read twice, and each of its rows
# is there twice. This is so for two patterns in `data_files`, and for the patterns that `datasets` itself uses without `configs`,
# since a split has several names: `test` and `eval` are both the test split, `dev` and `val` both validation.
#
# Seen: `["data/*.csv", "data/a.csv"]` gives the rows [1, 2, 1]; test/eval/a.csv and dev-val.csv give [1, 1] for the one row they
# have.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import pathlib

import datasets

datasets.disable_progress_bars()


def read(name, files, card=""):
    for path, number in files.items():
        path = pathlib.Path(name, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"a\n{number}\n")
    pathlib.Path(name, "README.md").write_text(card)
    return {split: data["a"][:] for split, data in datasets.load_dataset(name, cache_dir="cache").items()}


card = "---\nconfigs:\n- config_name: default\n  data_files: [data/*.csv, data/a.csv]\n---\n"
named = read("named", {"data/a.csv": 1, "data/b.csv": 2}, card)
folders = read("folders", {"train/a.csv": 2, "test/eval/a.csv": 1})
files = read("files", {"train.csv": 2, "dev-val.csv": 1})
print(named, folders, files, sep="\n")
assert named == {"train": [1, 2, 1]}
assert folders == {"train": [2], "test": [1, 1]}
assert files == {"train": [2], "validation": [1, 1]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
