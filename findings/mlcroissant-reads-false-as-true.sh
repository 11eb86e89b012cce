#!/usr/bin/env bash
# mlcroissant 1.1.1 (PyPI): a field of the data type `sc:Boolean` is true whatever its text says, if it is taken from a text by a
# `regex`, or from a list by a `separator`: the reader makes a boolean of it by Python's `bool`, to which each string with a letter is
# true. A column of `true` and `false` is read as it should be, for pandas has made booleans of it before.
#
# Seen: of the two rows true and false, the column gives [True, False], the regex [True, True], the separator [[True, True], [True, True]].
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mlcroissant==1.1.1
printf 'plain,text,list\ntrue,ok=true,true|false\nfalse,ok=false,false|false\n' > data.csv
cat > read.py <<'PYTHON'
import hashlib
import json
import pathlib

import mlcroissant
from mlcroissant._src.core.rdf import make_context

digest = hashlib.sha256(pathlib.Path("data.csv").read_bytes()).hexdigest()


def field(name, **more):
    extract = {"fileObject": {"@id": "file"}, "extract": {"column": name}}
    repeated = {"repeated": True} if "transform" in more and "separator" in more["transform"] else {}
    return {"@type": "cr:Field", "@id": name, "dataType": "sc:Boolean", "source": {**extract, **more}, **repeated}


fields = [field("plain"), field("text", transform={"regex": "^ok=(.*)$"}), field("list", transform={"separator": "|"})]
metadata = {
    "@context": make_context(),
    "@type": "sc:Dataset",
    "name": "answers",
    "conformsTo": "http://mlcommons.org/croissant/1.0",
    "distribution": [
        {"@type": "cr:FileObject", "@id": "file", "name": "file", "contentUrl": "data.csv", "encodingFormat": "text/csv", "sha256": digest}
    ],
    "recordSet": [{"@type": "cr:RecordSet", "@id": "rows", "field": fields}],
}
pathlib.Path("croissant.json").write_text(json.dumps(metadata))
dataset = mlcroissant.Dataset("croissant.json")
assert not dataset.metadata.issues.errors
rows = list(dataset.records("rows"))
seen = {field["@id"]: [row[f"{field['@id']}"] for row in rows] for field in fields}
print(seen)
assert seen == {"plain": [True, False], "text": [True, True], "list": [[True, True], [True, True]]}
PYTHON
venv/bin/python read.py 
