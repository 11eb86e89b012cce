#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): a model card that is loaded and written back (`ModelCard(text)`, `ModelCard.load`, and so
# each `push_to_hub` of a card) is another card. Results are put together by task, dataset type, config, split and revision;
# what they do not share besides is lost without a word:
#
# - two results that differ in `dataset.name` become one, under the first name;
# - the `source` of the second is gone;
# - of two models in `model-index` the first one's name is gone, and its metrics are the other's.
#
# Seen: 0.8 on "GLUE dev", with its source, is written back as 0.8 on "GLUE test" without one; of the models "small" and
# "large" only "large" is left, with the accuracies of both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from huggingface_hub import ModelCard
import yaml

def written(index):
    card = ModelCard("---\n" + yaml.safe_dump({"model-index": index}) + "---\n# A model\n")
    return yaml.safe_load(str(card).split("---")[1])["model-index"]

def result(name, accuracy, **more):
    dataset = {"type": "glue", "name": name}
    return {"task": {"type": "text-classification"}, "dataset": dataset, "metrics": [{"type": "accuracy", "value": accuracy}], **more}

source = {"name": "a report", "url": "https://example.org/report"}
[model] = written([{"name": "small", "results": [result("GLUE test", 0.9), result("GLUE dev", 0.8, source=source)]}])
print(model)
[one] = model["results"]
assert one["dataset"]["name"] == "GLUE test" and "source" not in one
assert [metric["value"] for metric in one["metrics"]] == [0.9, 0.8]

models = written([{"name": name, "results": [result("GLUE", value)]} for name, value in (("small", 0.7), ("large", 0.9))])
print(models)
[model] = models
assert model["name"] == "large"
assert [metric["value"] for metric in model["results"][0]["metrics"]] == [0.7, 0.9]
PYTHON
venv/bin/python try.py
