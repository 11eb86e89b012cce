#!/usr/bin/env bash
# inspect_ai 0.3.285 (PyPI): where an `eval.yaml` names a column of several right answers as `target`, the sample's target is the text
# that Python prints for the list, which no answer equals. The library's own datasets keep the list, and a scorer takes any of its
# items. A null is the text None.
#
# Seen: "['Porto', 'Oporto']" and 'None' by way of `eval.yaml`; ['Porto', 'Oporto'] by `FieldSpec`.
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

fields = {"input": "question", "target": "answers"}
task = HFTask(field_spec=fields, solvers=[{"name": "generate"}], scorers=[{"name": "exact"}])
row = {"question": "Which city is at the mouth of the Douro?", "answers": ["Porto", "Oporto"]}
yaml, own = _record_to_sample_hf(row, task.field_spec).target, record_to_sample_fn(FieldSpec(**fields))(row).target
null = _record_to_sample_hf({**row, "answers": None}, task.field_spec).target
print(repr(yaml), repr(null), repr(own), sep="\n")
assert (yaml, null) == ("['Porto', 'Oporto']", "None")
assert own == ["Porto", "Oporto"]
PYTHON
venv/bin/python try.py
