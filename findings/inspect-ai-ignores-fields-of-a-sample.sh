#!/usr/bin/env bash
# inspect_ai 0.3.285 (PyPI) reads `field_spec` of an `eval.yaml` into a class that has the fields of its own `FieldSpec`, and accepts `id`
# there, but takes over only the question, the answers, the choices, the metadata and the description. The samples of a benchmark have
# no id of their own then, without a word, though an unknown key of a task is an error.
#
# Seen: None by way of `eval.yaml`, 'q7' by `FieldSpec`, and an error for a task with `ident`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check inspect_ai==0.3.285 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from inspect_ai._eval.task.hf import HFTask, _record_to_sample_hf
from inspect_ai.dataset import FieldSpec
from inspect_ai.dataset._util import record_to_sample_fn
from pydantic import ValidationError

fields = {"input": "question", "target": "answer", "id": "number"}
task = {"field_spec": fields, "solvers": [{"name": "generate"}], "scorers": [{"name": "exact"}]}
row = {"question": "2 + 2", "answer": "4", "number": "q7"}
yaml = _record_to_sample_hf(row, HFTask(**task).field_spec).id
own = record_to_sample_fn(FieldSpec(**fields))(row).id
try:
    unknown = HFTask(**task, ident="number")
except ValidationError as error:
    unknown = [each["msg"] for each in error.errors()]
print(yaml, own, unknown)
assert (yaml, own, unknown) == (None, "q7", ["Extra inputs are not permitted"])
PYTHON
venv/bin/python try.py
