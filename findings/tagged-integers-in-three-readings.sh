#!/usr/bin/env bash
# js-yaml 4.3.2 (npm), which the Hub reads a card with, and huggingface_hub 2.4.0 with PyYAML 6.0.3 (PyPI): with the tag `!!int`, digits
# behind a zero are decimal to the one and octal to the other, as they are without a tag. What differs from the case without a tag is
# `!!int 089`: untagged, PyYAML reads the string `089`; tagged, it raises Python's own ValueError, which `except yaml.YAMLError` does
# not catch. A tag also widens what PyYAML takes: `1e3` is a string, `!!float 1e3` a number.
#
# Seen: js-yaml {"a":12,"b":89,"c":1000}; DatasetCard {'a': 10, 'c': 1000.0}, a ValueError for `b: !!int 089`, '089' and '1e3' without tags.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
npm install --silent --no-audit --no-fund js-yaml@4.3.2 >/dev/null
hub=$(node -e 'console.log(JSON.stringify(require("js-yaml").load("a: !!int 012\nb: !!int 089\nc: !!float 1e3\n")))')
cat > read.py <<'PYTHON'
import yaml
from huggingface_hub import DatasetCard


def read(metadata):
    return DatasetCard(f"---\n{metadata}---\n").data.to_dict()


print(read("a: !!int 012\nc: !!float 1e3\n"), read("b: 089\nc: 1e3\n"))
try:
    read("b: !!int 089\n")
except yaml.YAMLError:
    print("YAMLError")
except ValueError:
    print("ValueError")
PYTHON
python=$(venv/bin/python read.py)
printf 'js-yaml: %s\nDatasetCard: %s\n' "$hub" "$python"
[ "$hub" = '{"a":12,"b":89,"c":1000}' ]
[ "$python" = "{'a': 10, 'c': 1000.0} {'b': '089', 'c': '1e3'}
ValueError" ]
