#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) finds the columns of a WebDataset by its first five samples. What a later sample has besides is dropped
# without a word: a file with another extension, and a key of its .json.
#
# Seen: of eight samples, from the sixth on with a caption and a key `b`, the columns are `json`, with {'a': 1} only, and the two of
# each sample.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import io
import json
import pathlib
import tarfile

import datasets

datasets.disable_progress_bars()
pathlib.Path("repo").mkdir()
with tarfile.open("repo/data.tar", "w") as archive:
    for number in range(8):
        late = number >= 5
        files = {"json": json.dumps({"a": 1, "b": 2} if late else {"a": 1}), **({"txt": "a caption"} if late else {})}
        for extension, text in files.items():
            entry = tarfile.TarInfo(f"{number}.{extension}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
data = datasets.load_dataset("repo", split="train", cache_dir="cache")
print(data.column_names, data["json"][:])
assert set(data.column_names) == {"json", "__key__", "__url__"} and data["json"][:] == [{"a": 1}] * 8
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
