#!/usr/bin/env bash
# PyYAML 6.0.4 (PyPI), as huggingface_hub 2.4.0 reads a card with it: of two mappings that are merged with `<<: [*a, *b]` and have a
# key in common, the first one should win (YAML's merge key, PyYAML until 6.0.3, js-yaml, and so the Hub). 6.0.4 compares the keys by the
# identity of their Python strings: keys of one letter are the same object, longer ones are not. So the first mapping wins for
# `<<: [*a, *b]` with the key `p`, and the last one with the key `name`.
#
# Seen: 6.0.3 {'p': 1} and {'name': 1}; 6.0.4 {'p': 1} and {'name': 2}.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.4
cat > read.py <<'PYTHON'
from huggingface_hub import DatasetCard

read = []
for key in ("p", "name"):
    card = f"---\na: &a {{{key}: 1}}\nb: &b {{{key}: 2}}\nc:\n  <<: [*a, *b]\n---\n"
    read.append(DatasetCard(card).data.to_dict()["c"])
print(*read)
PYTHON
new=$(venv/bin/python read.py)
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.3
old=$(venv/bin/python read.py)
printf '6.0.3: %s\n6.0.4: %s\n' "$old" "$new"
[ "$old" = "{'p': 1} {'name': 1}" ] && [ "$new" = "{'p': 1} {'name': 2}" ]
