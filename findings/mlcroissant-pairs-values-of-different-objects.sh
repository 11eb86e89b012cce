#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) looks for each `jsonPath` of a record set by itself, and puts what it finds side by side. Objects that lack a
# key leave no gap, so the values of different objects come together in one record, without a word, as long as each path finds the
# same number of them. If the numbers differ, the file cannot be read.
#
# Seen: of {a: 1}, {b: 2}, {a: 3, b: 3} the records are (1, 2) and (3, 3); without the second, GenerationError, "All arrays must be of
# the same length".
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
    """The records of a file; `fields` has the type and the source of each."""
    pathlib.Path(path).write_text(text)
    file = {"@type": "cr:FileObject", "@id": "file", "name": "file", "contentUrl": path, "encodingFormat": encoding}
    columns = [
        {"@type": "cr:Field", "@id": f"rows/{name}", "name": name, "dataType": kind, "source": {"fileObject": {"@id": "file"}, **source}}
        for name, (kind, source) in fields.items()
    ]
    metadata = {
        "@context": make_context(),
        "@type": "sc:Dataset",
        "name": "voices",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "distribution": [{**file, "sha256": hashlib.sha256(text.encode()).hexdigest()}],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": columns}],
    }
    pathlib.Path("croissant.json").write_text(json.dumps(metadata))
    dataset = mlcroissant.Dataset("croissant.json")
    assert not dataset.metadata.issues.errors
    return [tuple(row[f"rows/{name}"] for name in fields) for row in dataset.records("rows")]


fields = {key: ("sc:Integer", {"extract": {"jsonPath": f"$[*].{key}"}}) for key in "ab"}
pairs = read("a.json", '[{"a": 1}, {"b": 2}, {"a": 3, "b": 3}]', "application/json", fields)
try:
    error = read("b.json", '[{"a": 1}, {"a": 3, "b": 3}]', "application/json", fields)
except mlcroissant.GenerationError as raised:
    error = str(raised.__cause__)
print(pairs, error)
assert pairs == [(1, 2), (3, 3)]
assert error == "All arrays must be of the same length"
PYTHON
venv/bin/python try.py 2> /dev/null
