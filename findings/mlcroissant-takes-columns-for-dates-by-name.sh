#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) reads JSON lines by `pandas.read_json`, which takes columns for dates by their names, such as `date` and
# those that end in `_at`. What they then are fits neither type that the metadata may declare for them, text or integer, and the
# records cannot be read. The same text in a column called `day` can.
#
# Seen: TypeError: cannot convert 'Timestamp' object to bytes (date, sc:Text), and for `created_at` as sc:Integer one that names
# 'Timestamp' as well.
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


def attempt(field, value, kind):
    try:
        return read(f"{field}.jsonl", json.dumps({field: value}) + "\n", "application/jsonlines", {field: kind})
    except Exception as error:
        while error.__cause__ or error.__context__:
            error = error.__cause__ or error.__context__
        return f"{type(error).__name__}: {error}"


day, date = (attempt(field, "2024-05-06", "sc:Text") for field in ("day", "date"))
created = attempt("created_at", 1700000000, "sc:Integer")
print(day, date, created, sep="\n")
assert day == [{"day": b"2024-05-06"}]
assert date == "TypeError: cannot convert 'Timestamp' object to bytes"
assert created.startswith("TypeError: ") and "'Timestamp'" in created
PYTHON
venv/bin/python try.py
