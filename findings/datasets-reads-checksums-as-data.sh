#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) takes a file for data if the extension of the data is anywhere in its name, not only at its end. DVC's pointer
# data.csv.dvc, the checksum data.txt.sha256 and the backup data.jsonl.bak are not chosen for their own extension, but are read with
# data.csv, data.txt and data.jsonl.
#
# Seen: with the pointer, DatasetGenerationCastError; with the checksum one more row, its line; with the backup each row twice.
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


def read(name, **files):
    folder = pathlib.Path(name)
    folder.mkdir()
    for path, text in files.items():
        (folder / path.replace("_", ".")).write_text(text)
    try:
        return datasets.load_dataset(name, split="train", cache_dir="cache")[:]
    except datasets.exceptions.DatasetGenerationError as error:
        return type(error).__name__


digest = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
pointer = read("pointer", data_csv="a,b\n1,2\n", data_csv_dvc=f"outs:\n- hash: md5\n  md5: {digest[:32]}\n  path: data.csv\n")
checksum = read("checksum", data_txt="hello\n", data_txt_sha256=f"{digest}  data.txt\n")
backup = read("backup", data_jsonl='{"a": 1}\n', data_jsonl_bak='{"a": 1}\n')
print(pointer, checksum, backup, sep="\n")
assert pointer == "DatasetGenerationCastError"
assert checksum == {"text": ["hello", f"{digest}  data.txt"]}
assert backup == {"a": [1, 1]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
