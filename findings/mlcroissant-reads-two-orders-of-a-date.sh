#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI) has pandas find out the order of day and month for each date by itself, if the metadata give no `format`, not
# for the column. Of two dates of the form day/month/year, the one whose day is above 12 is read so, the other one as month/day/year,
# without a word. With `format: "%d/%m/%Y"` both are right.
#
# Seen: 31/01/2024 is read as 2024-01-31 and 01/02/2024 as 2024-01-02; with the format, as 2024-02-01.
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


text, column = "day\n31/01/2024\n01/02/2024\n", {"extract": {"column": "day"}}
guessed = read("a.csv", text, "text/csv", {"day": ("sc:Date", column)})
told = read("a.csv", text, "text/csv", {"day": ("sc:Date", {**column, "transform": {"format": "%d/%m/%Y"}})})
guessed, told = ([str(day.date()) for (day,) in rows] for rows in (guessed, told))
print(guessed, told)
assert guessed == ["2024-01-31", "2024-01-02"]
assert told == ["2024-01-31", "2024-02-01"]
PYTHON
venv/bin/python try.py 2> /dev/null
