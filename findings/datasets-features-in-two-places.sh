#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): a card may declare the types of columns in `dataset_info` or in a config, both as `features`, and a CSV file
# is read in two ways. From the config, the types are known to the reader; from `dataset_info`, it guesses, and what it guessed is
# made into what the card declares. A column of strings has lost its zeros by then, without a word.
#
# Seen: for the texts 007 and 1.10 declared as `string`, `features` in the config gives ['007', '1.10'], in `dataset_info` ['7',
# '1.1'].
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
FEATURES = "  features: [{name: code, dtype: string}]\n"


def read(name, features):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "codes.csv").write_text("code\n007\n1.10\n")
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: codes.csv\n{features}---\n")
    data = datasets.load_dataset(name, split="train", cache_dir="cache")
    assert data.features["code"] == datasets.Value("string")
    return data["code"][:]


config, info = read("config", FEATURES), read("info", "dataset_info:\n" + FEATURES)
print(config, info)
assert config == ["007", "1.10"] and info == ['7', '1.1']
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
