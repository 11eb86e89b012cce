#!/usr/bin/env bash
# evaluate 0.4.6 (PyPI): `push_to_hub` writes a result to a model's card only for the tasks of a list of its own. The Hub's list,
# @huggingface/tasks 0.21.54 (npm), has grown since: results of vision-language models, video and depth are refused before anything is
# sent. And it takes `conversational`, which is no task any more.
#
# Seen: 22 tasks of the Hub are refused, image-text-to-text, text-to-video, text-ranking and any-to-any among them.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check evaluate==0.4.6 datasets==5.2.0 huggingface_hub==2.4.0
npm init -y > /dev/null
npm install --no-audit --no-fund --silent @huggingface/tasks@0.21.54
node -e 'console.log(JSON.stringify(Object.keys(require("@huggingface/tasks").PIPELINE_DATA)))' > tasks.json
cat > try.py <<'PYTHON'
import json

import evaluate.hub

evaluate.hub.dataset_info = evaluate.hub.model_info = lambda *_: None
evaluate.hub.metadata_update = lambda **_: None


def refused(task):
    try:
        evaluate.push_to_hub("ana/model", task, "ana/voices", "Voices", "f1", "F1", 0.5)
    except ValueError as error:
        return "Task type not supported" in str(error)
    return False


with open("tasks.json") as tasks:
    hub = json.load(tasks)
missing = [task for task in hub if refused(task)]
print(len(missing), missing, refused("conversational"), "conversational" in hub)
assert len(missing) == 22 and {"image-text-to-text", "text-to-video", "text-ranking", "any-to-any"} <= set(missing)
assert not refused("conversational") and "conversational" not in hub
PYTHON
HF_HOME=$work/home venv/bin/python try.py 2> /dev/null
