#!/usr/bin/env bash
# datasets 5.2.0 with pandas 3.1.1 (PyPI): where the rows of a CSV file have a comma at their end that its header has not, as some
# programs write them, pandas takes the first column for an index, and `datasets` drops the index. Each column then has the values of
# the next one, and those of the first are gone, without a word. With `index_col: false` in the card, the columns are as in the file.
#
# Seen: of the header a,b and the rows 1,2, and 3,4, column a is [2, 4] and b [None, None]; with `index_col: false`, [1, 3] and [2,
# 4].
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


def read(name, setting=""):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "a.csv").write_text("a,b\n1,2,\n3,4,\n")
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: a.csv\n{setting}---\n")
    return datasets.load_dataset(name, split="train", cache_dir="cache")[:]


plain, told = read("plain"), read("told", "  index_col: false\n")
print(plain, told)
assert plain == {"a": [2, 4], "b": [None, None]} and told == {"a": [1, 3], "b": [2, 4]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
