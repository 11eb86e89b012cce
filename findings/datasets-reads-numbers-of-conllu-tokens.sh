#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) chooses the reader `conll` for a .conllu file by its extension, and reads of each line the first column, as
# the tokens. In CoNLL-U, the first column is the number of the word in its sentence; the word is the second. So a treebank loads,
# without a warning, as lists of numbers, and all that was annotated is gone.
#
# Seen: {'tokens': [['1', '2']]} for the sentence "They buy".
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
pathlib.Path("repo/train.conllu").write_text(
    "# text = They buy\n1\tThey\tthey\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tbuy\tbuy\tVERB\t_\t_\t0\troot\t_\t_\n\n"
)
rows = datasets.load_dataset("repo", split="train", cache_dir="cache")[:]
print(rows)
assert rows == {"tokens": [["1", "2"]]}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
