#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): ImageFolder reads labels from directories only if all images seen so far are at one depth, and what it
# decides for the last split holds for the whole dataset. A test split without classes, as competitions have it, takes the labels of
# the training split away, without a word.
#
# Seen: train/cat and train/dog alone give a column `label` with the classes cat and dog; with test/3.png beside them there is only
# `image`.
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


def columns(name, *files):
    for path in files:
        path = pathlib.Path(name, path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PIXEL)
    return datasets.load_dataset(name, cache_dir="cache")["train"].column_names


alone = columns("alone", "train/cat/1.png", "train/dog/2.png")
beside = columns("beside", "train/cat/1.png", "train/dog/2.png", "test/3.png")
print(alone, beside)
assert alone == ["image", "label"] and beside == ["image"]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
