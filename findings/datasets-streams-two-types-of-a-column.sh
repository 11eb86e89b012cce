#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): of CSV files, `load_dataset` raises an error where a column has another type in another file or split, or is
# not there. With `streaming=True` the same repository loads, and nothing is said: each file has the types that were guessed for it. A
# code is a string in one row and a number, without its zeros, in another, and a row may lack a column.
#
# Seen: DatasetGenerationError for both; streamed [{'code': 'x1', 'n': 1}, {'code': 7}], and in the splits {'code': 1} and {'code':
# 'x'}.
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
datasets.logging.set_verbosity(datasets.logging.CRITICAL)


def read(name, **files):
    pathlib.Path(name).mkdir()
    for file, text in files.items():
        pathlib.Path(name, f"{file}.csv").write_text(text)
    streamed = {split: list(data) for split, data in datasets.load_dataset(name, streaming=True).items()}
    try:
        return datasets.load_dataset(name, cache_dir="cache"), streamed
    except datasets.exceptions.DatasetGenerationError as error:
        return type(error).__name__, streamed


files, splits = read("files", a="code,n\nx1,1\n", b="code\n007\n"), read("splits", train="code\n1\n", test="code\nx\n")
print(files, splits, sep="\n")
assert files == ("DatasetGenerationError", {"train": [{"code": "x1", "n": 1}, {"code": 7}]})
assert splits == ("DatasetGenerationError", {"train": [{"code": 1}], "test": [{"code": "x"}]})
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
