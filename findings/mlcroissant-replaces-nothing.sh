#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) documents `replace` of a transform, "pattern_to_remove/pattern_to_add", as Croissant 1.0 does, reads it and
# checks that it is there, and then does nothing with it. The records have the text as it is in the file, without a word.
#
# Seen: x-1 stays b'x-1' with `replace: "-/_"`; a `regex` in its place is applied.
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


column = {"extract": {"column": "code"}}
replaced = read("a.csv", "code\nx-1\n", "text/csv", {"code": ("sc:Text", {**column, "transform": {"replace": "-/_"}})})
found = read("a.csv", "code\nx-1\n", "text/csv", {"code": ("sc:Text", {**column, "transform": {"regex": "(.)-"}})})
print(replaced, found)
assert (replaced, found) == ([(b"x-1",)], [(b"x",)])
PYTHON
venv/bin/python try.py 2> /dev/null
