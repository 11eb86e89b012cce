#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) knows the extensions of images, sound and video in small and in capital letters, those of tables in small
# letters only. A DATA.CSV beside b.csv is left out without a word, and a card that names it in `data_files` does not load.
#
# Seen: of A.CSV and b.csv the row of b.csv is read; `data_files: A.CSV` raises FileNotFoundError, "with any supported extension".
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


def read(name, card, *files):
    pathlib.Path(name).mkdir()
    for number, file in enumerate(files, 1):
        pathlib.Path(name, file).write_text(f"a\n{number}\n")
    pathlib.Path(name, "README.md").write_text(card)
    try:
        return datasets.load_dataset(name, split="train", cache_dir="cache")["a"][:]
    except FileNotFoundError as error:
        return str(error)


beside = read("beside", "", "A.CSV", "b.csv")
named = read("named", "---\nconfigs:\n- config_name: default\n  data_files: A.CSV\n---\n", "A.CSV")
print(beside, named[-120:], sep="\n")
assert beside == [2] and "with any supported extension" in named
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
