#!/usr/bin/env bash
# webdataset 1.0.2 reads the extensions in an archive in small letters, so that 1.JPG and 2.jpg are two images of one column. datasets
# 5.2.0 (both PyPI) takes them for two columns, and knows those of the first five samples only. A JPG after them is lost without a
# word: its sample is there, and the image is null. Cameras write such names.
#
# Seen: of eight samples, the last one 7.JPG, webdataset has the column `jpg` in all, datasets null in the last one. If all are .JPG,
# the column is `JPG`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 webdataset==1.0.2 pillow==13.0.0
cat > try.py <<'PYTHON'
import io
import os
import tarfile

import datasets
import webdataset
from PIL import Image

datasets.disable_progress_bars()
stream = io.BytesIO()
Image.new("L", (1, 1)).save(stream, "jpeg")


def archive(folder, names):
    os.mkdir(folder)
    with tarfile.open(f"{folder}/data.tar", "w") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(stream.getvalue())
            tar.addfile(member, io.BytesIO(stream.getvalue()))
    own = webdataset.WebDataset(f"{folder}/data.tar", shardshuffle=False, empty_check=False)
    dataset = datasets.load_dataset(folder, split="train", cache_dir="cache")
    columns = [name for name in dataset.column_names if not name.startswith("__")]
    return [sorted(key for key in row if not key.startswith("__")) for row in own], {name: [image is not None for image in dataset[name]] for name in columns}


mixed = archive("mixed", [f"{number}.jpg" for number in range(7)] + ["7.JPG"])
capitals = archive("capitals", ["1.JPG", "2.JPG"])
print(mixed, capitals, sep="\n")
assert mixed == ([["jpg"]] * 8, {"jpg": [True] * 7 + [False]})
assert capitals == ([["jpg"]] * 2, {"JPG": [True] * 2})
PYTHON
HF_HOME=$work/home venv/bin/python try.py 2> /dev/null
