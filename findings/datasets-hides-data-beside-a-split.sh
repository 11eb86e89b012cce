#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): without `configs` in the card, one file or directory whose name has the name of a split hides each file that
# has none, without a word. A file that is in shards, as `push_to_hub` writes them, hides even those with another split's name.
#
# - data.csv beside data_test.csv: the dataset has a split `test` only;
# - 2024/main/a.csv beside 2024/test_results/b.csv: likewise;
# - data/train-00000-of-00001.csv beside test.csv and data/extra.csv: only the shard is read.
#
# Seen: {'test': [2]} twice, and {'train': [1]}.
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


def read(name, *files):
    for number, path in enumerate(files, 1):
        path = pathlib.Path(name, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"a\n{number}\n")
    return {split: data["a"][:] for split, data in datasets.load_dataset(name, cache_dir="cache").items()}


file = read("file", "data.csv", "data_test.csv")
folder = read("folder", "2024/main/a.csv", "2024/test_results/b.csv")
shard = read("shard", "data/train-00000-of-00001.csv", "test.csv", "data/extra.csv")
print(file, folder, shard, sep="\n")
assert file == folder == {"test": [2]}
assert shard == {"train": [1]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
