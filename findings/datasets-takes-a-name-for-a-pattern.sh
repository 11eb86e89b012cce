#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) takes each path in `data_files` for a pattern, even that of a file that is there. A name with brackets, as
# browsers and exports make them, names another file or none: `data[1].csv` is read from data1.csv, and nothing is said.
# `data[[]1].csv` names the file.
#
# Seen: of data[1].csv with the row 1 and data1.csv with the row 2, `data_files: data[1].csv` reads [2], and `data[[]1].csv` [1].
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


def read(name, pattern):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "data[1].csv").write_text("a\n1\n")
    pathlib.Path(name, "data1.csv").write_text("a\n2\n")
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: '{pattern}'\n---\n")
    return datasets.load_dataset(name, split="train", cache_dir="cache")["a"][:]


plain, escaped = read("plain", "data[1].csv"), read("escaped", "data[[]1].csv")
print(plain, escaped)
assert plain == [2] and escaped == [1]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
