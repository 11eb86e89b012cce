#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) reads a field of the type `sc:Integer` through pandas' guess, too. In a column with a gap, integers are
# floats on the way, and large ones become others: identifiers of 64 bits no longer match. A number that is no integer is cut to one,
# without an error.
#
# Seen: 9007199254740993 is read as 9007199254740992 beside an empty cell, and exactly without; 1.5 is read as 1.
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


ID = {"id": "sc:Integer"}
alone = read("a.csv", "id,n\n9007199254740993,1\n", "text/csv", ID)
gap = read("b.csv", "id,n\n9007199254740993,1\n,2\n", "text/csv", ID)
cut = read("c.csv", "id,n\n1.5,1\n", "text/csv", ID)
print(alone, gap, cut, sep="\n")
assert alone == [{"id": 9007199254740993}]
assert gap == [{"id": 9007199254740992}, {"id": None}]
assert cut == [{"id": 1}]
PYTHON
venv/bin/python try.py
