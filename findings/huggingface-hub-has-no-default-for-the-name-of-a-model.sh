#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): the documentation of `ModelCardData` says of `model_name`, "If None is provided then the repo name is
# used as a default". There is no such default, and the class knows no repo: results without a name raise an error. With
# `ignore_metadata_errors=True` they are kept, in a `model-index` whose model has no name.
#
# Seen: ValueError: Failed to validate eval_results: Passing `eval_results` requires `model_name` to be set; with the option, a mapping with the
# one key `results`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from huggingface_hub import EvalResult, ModelCardData

results = [EvalResult(task_type="text-classification", dataset_type="glue", dataset_name="GLUE", metric_type="f1", metric_value=0.5)]
promised = "then the repo name is used as a default" in " ".join(ModelCardData.__doc__.split())
try:
    error = f"no error: {ModelCardData(eval_results=results)}"
except ValueError as raised:
    error = str(raised)
[model] = ModelCardData(eval_results=results, ignore_metadata_errors=True).to_dict()["model-index"]
print(promised, error, model, sep="\n")
assert promised and list(model) == ["results"]
assert error == "Failed to validate eval_results: Passing `eval_results` requires `model_name` to be set."
PYTHON
venv/bin/python try.py 2> /dev/null
