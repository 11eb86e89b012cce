#!/usr/bin/env bash
# inspect_ai 0.3.285 (PyPI) rejects a task of an `eval.yaml` with `scores`, which the Hub's documentation of 2026-08-22
# (docs/hub/eval-results.md, "Eval.yaml specification") lists among the fields that `evaluation_framework: inspect-ai` requires. The
# library requires `scorers`, which only the example on the same page has.
#
# Seen: with `scores` two errors, `scorers` "Field required" and `scores` "Extra inputs are not permitted"; with `scorers` it is read.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check inspect_ai==0.3.285 PyYAML==6.0.3 huggingface_hub==2.4.0
cat > task.yaml <<'YAML'
id: hle
field_spec: {input: question, target: answer}
solvers: [{name: generate}]
KEY: [{name: exact}]
YAML
cat > read.py <<'PYTHON'
import yaml
from inspect_ai._eval.task.hf import HFTask
from pydantic import ValidationError

def read(key):
    try:
        return [scorer.name for scorer in HFTask(**yaml.safe_load(open("task.yaml").read().replace("KEY", key))).scorers]
    except ValidationError as error:
        return sorted((each["loc"][0], each["msg"]) for each in error.errors())

documented, required = read("scores"), read("scorers")
print("scores:", documented)
print("scorers:", required)
assert documented == [("scorers", "Field required"), ("scores", "Extra inputs are not permitted")]
assert required == ["exact"]
PYTHON
venv/bin/python read.py
