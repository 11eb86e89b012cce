#!/usr/bin/env bash
# datasets 5.2.0 with pandas 3.1.1 (PyPI): with `field` in a config of the card, the rows are read by `pandas.read_json`, which takes
# columns for dates by their names, such as those that end in `_at` or begin with `timestamp`. Numbers in them become points in time,
# without a word. The same rows in a file of their own, without `field`, keep their type.
#
# Seen: `created_at: 1700000000` is int64 without `field`, and with it timestamp[us], 2023-11-14 22:13:20; `count` is int64 in both.
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
rows = [{"created_at": 1700000000, "count": 1700000000}]


def read(name, data, field=""):
    folder = pathlib.Path(name)
    folder.mkdir()
    (folder / "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: rows.json\n{field}---\n")
    (folder / "rows.json").write_text(json.dumps(data))
    data = datasets.load_dataset(name, split="train", cache_dir="cache")
    return {name: feature.dtype for name, feature in data.features.items()}, str(data["created_at"][0])


without, with_field = read("without", rows), read("with", {"rows": rows}, "  field: rows\n")
print(without, with_field, sep="\n")
assert without == ({"created_at": "int64", "count": "int64"}, "1700000000")
assert with_field == ({"created_at": "timestamp[us]", "count": "int64"}, "2023-11-14 22:13:20")
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
