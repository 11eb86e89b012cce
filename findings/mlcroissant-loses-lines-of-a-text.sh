#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) reads the lines of a text file, `fileProperty: lines`, as if it were a table: empty lines are gone, and a line
# that begins with a quotation mark goes on to the next one, over the end of the line, and loses the marks. `lineNumbers` counts from
# 0 what is left. Line by line beside a file of labels or translations, all that follows is shifted.
#
# Seen: of the four lines one, nothing, "two, three" the records are (0, b'one') and (1, b'two\nthree').
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


fields = {"number": ("sc:Integer", {"extract": {"fileProperty": "lineNumbers"}}), "line": ("sc:Text", {"extract": {"fileProperty": "lines"}})}
lines = read("a.txt", 'one\n\n"two\nthree"\n', "text/plain", fields)
print(lines)
assert lines == [(0, b"one"), (1, b"two\nthree")]
PYTHON
venv/bin/python try.py 2> /dev/null
