#!/usr/bin/env bash
# datasets 5.2.0 with pandas 3.1.1 (PyPI) writes JSON anew by pandas' `ujson_dumps`, which keeps ten decimals, before it reads it: the
# rows of a file that is one JSON list, and all rows of a file of JSON lines in which some column has more than one type. The numbers
# in them are rounded without a word; small ones become zero. The same rows as JSON lines, of one type, are exact.
#
# Seen: 0.12345678901234567 and 1e-12 are read as 0.123456789 and 0.0 from the list and beside a mixed column, and exactly from lines.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pandas==3.1.1
cat > try.py <<'PYTHON'
import json
import pathlib

import datasets

datasets.disable_progress_bars()
rows = [{"score": 0.12345678901234567, "p": 1e-12}, {"score": 0.5, "p": 2e-12}]
mixed = [{**row, "extra": extra} for row, extra in zip(rows, ([1, "x"], {"k": 2}))]


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def read(name, text):
    path = pathlib.Path(name)
    path.parent.mkdir()
    path.write_text(text)
    data = datasets.load_dataset(str(path.parent), split="train", cache_dir="cache")
    return data["score"][0], data["p"][0]


texts = {"lines/data.jsonl": lines(rows), "list/data.json": json.dumps(rows), "mixed/data.jsonl": lines(mixed)}
seen = {name.split("/")[0]: read(name, text) for name, text in texts.items()}
print(seen)
assert seen == {"lines": (0.12345678901234567, 1e-12), "list": (0.123456789, 0.0), "mixed": (0.123456789, 0.0)}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
