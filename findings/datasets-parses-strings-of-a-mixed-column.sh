#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) reads a column of JSON lines whose values are of more than one type as JSON, and keeps a string that is JSON
# itself as it is. When the rows are read, it has become what it looks like: a number without its zeros, a boolean, nothing. A string
# is a string only if it is no JSON.
#
# Seen: of the values 1.5, "007", "true", "null" and "x", the dataset has 1.5, 7, True, None and 'x'.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import json
import pathlib

import datasets

datasets.disable_progress_bars()
values = [1.5, "007", "true", "null", "x"]
pathlib.Path("repo").mkdir()
pathlib.Path("repo/data.jsonl").write_text("".join(json.dumps({"answer": value}) + "\n" for value in values))
data = datasets.load_dataset("repo", split="train", cache_dir="cache")
print(data.features, data["answer"][:])
assert data["answer"][:] == [1.5, 7, True, None, "x"]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
