#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): ImageFolder finds the classes of images in the directories of a ZIP archive, and then labels each image with
# the directory that the archive itself is in, which is no class. So a ZIP of cat/1.png and dog/2.png does not load, though the same
# files do without the archive. With the extension in capitals, the same archive loads, without labels.
#
# Seen: ValueError: Invalid string class label (the name of the directory); columns ["image", "label"] for the files, ["image"] for
# 1.PNG and 2.PNG.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pillow==13.0.0
cat > try.py <<'PYTHON'
import base64
import pathlib
import zipfile

import datasets

datasets.disable_progress_bars()
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==")


def columns(name, *files, archive=True):
    folder = pathlib.Path(name)
    for path in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if not archive:
            (folder / path).write_bytes(PIXEL)
            continue
        with zipfile.ZipFile(folder / "data.zip", "a") as data:
            data.writestr(path, PIXEL)
    try:
        return datasets.load_dataset(name, cache_dir="cache")["train"].column_names
    except datasets.exceptions.DatasetGenerationError as error:
        return str(error.__cause__)


files, capitals = ("cat/1.png", "dog/2.png"), ("cat/1.PNG", "dog/2.PNG")
plain, archive, loud = columns("plain", *files, archive=False), columns("archive", *files), columns("capitals", *capitals)
print(plain, archive, loud, sep="\n")
assert plain == ["image", "label"] and archive == "Invalid string class label archive" and loud == ["image"]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
