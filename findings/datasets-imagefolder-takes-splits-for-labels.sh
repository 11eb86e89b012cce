#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): ImageFolder takes the directories of images for their labels, and those of the splits, too. Images without
# labels in train/ and test/ get a column `label` with the classes "test" and "train". What was found is added up from split to split
# while they are read, so the first split has no label where the second one has its own name.
#
# Seen: ClassLabel(names=['test', 'train']), with the labels [None] in train and [0] in test.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pillow==13.0.0
cat > try.py <<'PYTHON'
import base64
import pathlib

import datasets

datasets.disable_progress_bars()
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==")
for split in ("train", "test"):
    pathlib.Path("repo", split).mkdir(parents=True)
    pathlib.Path("repo", split, "1.png").write_bytes(PIXEL)
data = datasets.load_dataset("repo", cache_dir="cache")
names, labels = data["train"].features["label"].names, {split: data[split]["label"][:] for split in data}
print(names, labels)
assert names == ["test", "train"] and labels == {"train": [None], "test": [0]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
