#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) chooses a reader by extension, and for .webm, .m4v, .mpg, .flv and .wmv, which are video nearly everywhere, it
# is the one of sound: VideoFolder reads .mkv, .mp4, .avi, .mpeg and .mov only. A repository of WebM videos is a dataset of sound;
# beside more videos in MP4 those in WebM are left out. Nor are .m4a, .aac, .avif and .heic read by any reader.
#
# Seen: AudioFolder for one file of each of the five; VideoFolder for .mp4; of two .mp4 and one .webm two rows; no reader for the last
# four.
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


def builder(*files):
    folder = pathlib.Path("-".join(file.replace(".", "") for file in files))
    folder.mkdir()
    for file in files:
        (folder / file).write_bytes(b"")
    try:
        return datasets.load_dataset_builder(str(folder), cache_dir="cache")
    except datasets.exceptions.DataFilesNotFoundError:
        return None


def reader(extension):
    found = builder(f"a{extension}")
    return found and type(found).__bases__[0].__name__


readers = {extension: reader(extension) for extension in (".mp4", ".webm", ".m4v", ".mpg", ".flv", ".wmv", ".m4a", ".aac", ".avif", ".heic")}
mixed = builder("a.mp4", "b.mp4", "c.webm")
files = [pathlib.Path(file).name for file in mixed.config.data_files["train"]]
print(readers, files)
assert readers == {
    ".mp4": "VideoFolder", **dict.fromkeys((".webm", ".m4v", ".mpg", ".flv", ".wmv"), "AudioFolder"),
    **dict.fromkeys((".m4a", ".aac", ".avif", ".heic")),
}  # fmt: skip
assert files == ["a.mp4", "b.mp4"]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
