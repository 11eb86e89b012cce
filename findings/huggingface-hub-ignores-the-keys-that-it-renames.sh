#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI) keeps two keys of a card under other names, `train-eval-index` as `train_eval_index` and `model-index` as
# `eval_results`. `card.data` takes a value under the real key, too, and `metadata_update` sets it so; when the card is written, what
# is kept under the other name is put over it. A dataset card never gets a `train-eval-index`, and a model card with results keeps
# the old ones, without a word.
#
# Seen: {'license': 'mit'} after `train-eval-index` was set, the model "old" after `model-index` was set to the model "new".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
cat > try.py <<'PYTHON'
import yaml
from huggingface_hub import DatasetCard, ModelCard


def index(name):
    result = {"task": {"type": "text-classification"}, "dataset": {"type": "glue", "name": "GLUE"}, "metrics": [{"type": "f1", "value": 0.5}]}
    return [{"name": name, "results": [result]}]


def written(card):
    return yaml.safe_load(str(card).split("---")[1])


dataset = DatasetCard("---\nlicense: mit\n---\n")
dataset.data["train-eval-index"] = [{"config": "default", "task": "text-classification"}]
model = ModelCard(f"---\n{yaml.safe_dump({'model-index': index('old')})}---\n")
model.data["model-index"] = index("new")
print(written(dataset), written(model))
assert written(dataset) == {"license": "mit"}
assert written(model)["model-index"][0]["name"] == "old"
PYTHON
venv/bin/python try.py
