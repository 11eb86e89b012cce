#!/usr/bin/env bash
# datasets 5.2.0 with pandas 3.1.1 (PyPI): a column of integers in a CSV file is one of floats on the way if a cell is empty, and an
# identifier of 64 bits becomes another. The card cannot help: `int64` in `dataset_info` makes integers of the floats, and `int64` in
# the config, where it is known to the reader, stops the load.
#
# Seen: 9007199254740993 beside an empty cell is read as 9007199254740992.0 without `features`, as 9007199254740992 with
# `dataset_info`; with `features` in the config, "Integer column has NA values in column 0".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pandas==3.1.1
cat > try.py <<'PYTHON'
import pathlib

import datasets

datasets.disable_progress_bars()
FEATURES = "  features: [{name: id, dtype: int64}, {name: n, dtype: int64}]\n"


def read(name, declared):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "a.csv").write_text("id,n\n9007199254740993,1\n,2\n")
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: a.csv\n{declared}---\n")
    try:
        return datasets.load_dataset(name, split="train", cache_dir="cache")["id"][:]
    except datasets.exceptions.DatasetGenerationError as error:
        return str(error.__cause__)


none, info, config = read("none", ""), read("info", "dataset_info:\n" + FEATURES), read("config", FEATURES)
print(none, info, config, sep="\n")
assert str(none) == "[9007199254740992.0, None]" and str(info) == "[9007199254740992, None]"
assert config == "Integer column has NA values in column 0"
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
