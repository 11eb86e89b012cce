#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) has pandas guess the types of a file, and makes what the metadata declare of that. A field of the type
# `sc:Text` whose texts look like numbers is the text of a number: its zeros are gone. This is so for CSV, and even for strings in
# JSON lines, where no guess is needed.
#
# Seen: of the texts 007 and 1.10, both give b'7.0' and b'1.1'; of 007 and 010, b'7' and b'10'.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mlcroissant==1.1.1 pandas==3.1.1
cat > try.py <<'PYTHON'
import hashlib
import json
import pathlib

import mlcroissant
from mlcroissant._src.core.rdf import make_context


def read(path, text, encoding, fields):
    pathlib.Path(path).write_text(text)
    sha = hashlib.sha256(text.encode()).hexdigest()
    file = {"fileObject": {"@id": "file"}}
    metadata = {
        "@context": make_context(),
        "@type": "sc:Dataset",
        "name": "codes",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "distribution": [
            {"@type": "cr:FileObject", "@id": "file", "name": "file", "contentUrl": path, "encodingFormat": encoding, "sha256": sha}
        ],
        "recordSet": [
            {"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": [
                {"@type": "cr:Field", "@id": f"rows/{name}", "name": name, "dataType": kind, "source": {**file, "extract": {"column": name}}}
                for name, kind in fields.items()
            ]}
        ],
    }  # fmt: skip
    pathlib.Path("croissant.json").write_text(json.dumps(metadata))
    dataset = mlcroissant.Dataset("croissant.json")
    assert not dataset.metadata.issues.errors
    return [{field: row[f"rows/{field}"] for field in fields} for row in dataset.records("rows")]


TEXT = {"code": "sc:Text"}
csv = read("a.csv", "code\n007\n1.10\n", "text/csv", TEXT)
lines = read("a.jsonl", '{"code": "007"}\n{"code": "1.10"}\n', "application/jsonlines", TEXT)
whole = read("b.csv", "code\n007\n010\n", "text/csv", TEXT)
print(csv, lines, whole, sep="\n")
assert csv == lines == [{"code": b"7.0"}, {"code": b"1.1"}]
assert whole == [{"code": b"7"}, {"code": b"10"}]
PYTHON
venv/bin/python try.py
