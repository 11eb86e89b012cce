#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) has a reader for .xml files and chooses it by their extension, but no dataset of XML files loads: the reader
# opens the iterator over the files of an item instead of the files themselves.
#
# Seen: `load_dataset` of a directory with one well-formed data.xml raises DatasetGenerationError, caused by
# FileNotFoundError: [Errno 2] No such file or directory: '<datasets.utils.file_utils.FilesIterable object at 0x…>'.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0
mkdir repo
echo '<rows><row>one</row></rows>' > repo/data.xml
cat > load.py <<'PYTHON'
import os

os.environ["HF_HUB_OFFLINE"] = "1"
from datasets import load_dataset

try:
    print("loaded", load_dataset("repo", cache_dir="cache"))
except Exception as error:
    print(type(error).__name__, error.__cause__ or error.__context__)
PYTHON
seen=$(venv/bin/python load.py 2> /dev/null)
echo "$seen"
[[ $seen == DatasetGenerationError*FilesIterable* ]]
