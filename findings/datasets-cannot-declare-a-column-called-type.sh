#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): a dataset with a column called `_type`, or a struct with such a field, as exports of Elasticsearch have,
# loads and can be stored, but `push_to_hub` cannot write its card: the key is taken for the mark of a kind of feature. The card is
# made after the data was uploaded. Only the function that makes the features of a card is called here.
#
# Seen: TypeError: expected string or bytes-like object, got 'dict', for the column and for the field; `type` works.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from datasets import Dataset


def card(row):
    try:
        return Dataset.from_list([row]).features._to_yaml_list()
    except TypeError as error:
        return f"TypeError: {error}"


column, field, other = card({"_type": "doc", "text": "a"}), card({"hit": {"_type": "doc"}}), card({"type": "doc"})
print(column, field, other, sep="\n")
assert column == field == "TypeError: expected string or bytes-like object, got 'dict'"
assert other == [{"name": "type", "dtype": "string"}]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
