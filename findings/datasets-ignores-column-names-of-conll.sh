#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): a card cannot name the columns of CoNLL files. The key of the reader is `column_names`, but a config's keys
# are taken over only if the class of the reader's settings has an attribute of that name, and this one has a default that is made for
# each object. So the key is ignored, and only the first column is read. As an argument of `load_dataset`, it works.
#
# Seen: {'tokens': [['They', 'buy']]} with `column_names: [tokens, tags]` in the card, and a line in the log that it was ignored;
# {'tokens': [['They', 'buy']], 'tags': [['PRP', 'VBP']]} with the argument.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import pathlib

import datasets

datasets.disable_progress_bars()
pathlib.Path("repo").mkdir()
pathlib.Path("repo/train.conll").write_text("They PRP\nbuy VBP\n\n")
pathlib.Path("repo/README.md").write_text(
    "---\nconfigs:\n- config_name: default\n  data_files: train.conll\n  column_names: [tokens, tags]\n---\n"
)
card = datasets.load_dataset("repo", split="train", cache_dir="cache")[:]
argument = datasets.load_dataset("repo", split="train", cache_dir="cache", column_names=["tokens", "tags"])[:]
print(card, argument, sep="\n")
assert card == {"tokens": [["They", "buy"]]}
assert argument == {"tokens": [["They", "buy"]], "tags": [["PRP", "VBP"]]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
