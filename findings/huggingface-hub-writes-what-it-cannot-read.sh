#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI) loads a model card with an empty `eval_results`, and writes it as a `model-index` without the name of a
# model. It cannot load that one, so a card that is loaded and saved once is lost to `ModelCard.load` from then on.
#
# Seen: `eval_results: []` comes back as `model-index: [{results: []}]`, and loading it raises ValueError: Invalid `model_index` in
# metadata.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
cat > try.py <<'PYTHON'
import yaml
from huggingface_hub import ModelCard

written = str(ModelCard("---\nlicense: mit\neval_results: []\n---\n# A model\n"))
metadata = yaml.safe_load(written.split("---")[1])
try:
    ModelCard(written)
    error = "no error"
except ValueError as raised:
    error = str(raised)
print(metadata, error, sep="\n")
assert metadata == {"license": "mit", "model-index": [{"results": []}]}
assert error.startswith("Invalid `model_index` in metadata cannot be parsed: <class 'KeyError'> 'name'")
PYTHON
venv/bin/python try.py
