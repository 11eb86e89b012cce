#!/usr/bin/env bash
# croissant-baker 0.8.0 describes a .jsonl file with `encodingFormat: application/jsonl`. mlcroissant 1.1.1 (both PyPI), by which it
# validates what it wrote, reads JSON lines as `application/jsonlines`, the name in Croissant's own examples, and no records under the
# other one. The metadata are valid, and the dataset cannot be read.
#
# Seen: no errors, and "None of the provided encoding formats: application/jsonl …"; with the other name, the records (1,) and (2,).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check croissant-baker==0.8.0 mlcroissant==1.1.1
mkdir data
printf '{"a": 1}\n{"a": 2}\n' > data/voices.jsonl
venv/bin/croissant-baker --input data --output data/croissant.json --creator "Ana" > /dev/null 2>&1
cat > try.py <<'PYTHON'
import pathlib

import mlcroissant

metadata = pathlib.Path("data/croissant.json")


def records():
    dataset = mlcroissant.Dataset(metadata)
    assert not dataset.metadata.issues.errors
    try:
        return [tuple(row.values()) for row in dataset.records(dataset.metadata.record_sets[0].uuid)]
    except mlcroissant.GenerationError as error:
        return str(error.__cause__)


written = records()
metadata.write_text(metadata.read_text().replace('"application/jsonl"', '"application/jsonlines"'))
renamed = records()
print(written, renamed, sep="\n")
assert written.startswith("None of the provided encoding formats: application/jsonl for file")
assert renamed == [(1,), (2,)]
PYTHON
venv/bin/python try.py 2> /dev/null
