#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): a number in the data is the index of a class, never its name, and a card cannot tell. For classes that are
# called "-1", "0" and "1", the numbers -1, 0 and 1 of JSON lines are read as no class, "-1" and "0"; none of them is wrong enough for
# an error. The same column of a CSV file is read by name if the features are in the config, and by index if they are in
# `dataset_info`.
#
# Seen: {'jsonl, config': [None, '-1', '0'], 'jsonl, info': [None, '-1', '0'], 'csv, config': ['-1', '0', '1'], 'csv, info': [None,
# '-1', '0']}
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
FEATURES = "  features: [{name: label, dtype: {class_label: {names: {'0': '-1', '1': '0', '2': '1'}}}}]\n"
ROWS = {"csv": "label\n-1\n0\n1\n", "jsonl": '{"label": -1}\n{"label": 0}\n{"label": 1}\n'}


def read(extension, place, above):
    folder = pathlib.Path(f"{extension}-{place}")
    folder.mkdir()
    (folder / f"data.{extension}").write_text(ROWS[extension])
    (folder / "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: data.*\n{above}{FEATURES}---\n")
    data = datasets.load_dataset(str(folder), split="train", cache_dir="cache")
    return [None if label == -1 else data.features["label"].int2str(label) for label in data["label"]]


places = {"config": "", "info": "dataset_info:\n"}
seen = {f"{extension}, {place}": read(extension, place, above) for extension in ("jsonl", "csv") for place, above in places.items()}
print(seen)
shifted = [None, "-1", "0"]
assert seen == {"jsonl, config": shifted, "jsonl, info": shifted, "csv, config": ["-1", "0", "1"], "csv, info": shifted}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
