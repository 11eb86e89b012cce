#!/usr/bin/env bash
# ruamel.yaml 0.19.1 (PyPI), made for changing a file and keeping the rest, and yaml 2.9.1 (npm) write YAML 1.2, where `no` and `on` are
# texts and need no quotes. huggingface_hub 2.4.0 reads cards by PyYAML 6.0.3, which is YAML 1.1: the quoted `"no"` of a card in
# Norwegian is false to it once another key was changed with one of the two. A duration becomes a number. For ruamel.yaml,
# `preserve_quotes = True` keeps them.
#
# Seen: {'language': 'no', 'duration': '12:30:45'} before, {'language': False, 'duration': 45045} after both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3 ruamel.yaml==0.19.1
npm init -y > /dev/null
npm install --no-audit --no-fund --silent yaml@2.9.1
printf 'language: "no"\nduration: "12:30:45"\nlicense: mit\n' > card.yaml
cat > change.py <<'PYTHON'
import sys

from ruamel.yaml import YAML

yaml = YAML()
yaml.preserve_quotes = sys.argv[1] == "keep"
card = yaml.load(open("card.yaml"))
card["license"] = "cc-by-4.0"
yaml.dump(card, sys.stdout)
PYTHON
cat > yaml.mjs <<'JS'
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
process.stdout.write(stringify({ ...parse(readFileSync("card.yaml", "utf8")), license: "cc-by-4.0" }));
JS
cat > read.py <<'PYTHON'
import sys

from huggingface_hub import DatasetCard

data = DatasetCard(f"---\n{sys.stdin.read()}---\n").data.to_dict()
data.pop("license")
print(data)
PYTHON
before=$(venv/bin/python read.py < card.yaml)
kept=$(venv/bin/python change.py keep | venv/bin/python read.py)
ruamel=$(venv/bin/python change.py plain | venv/bin/python read.py)
yaml=$(node yaml.mjs | venv/bin/python read.py)
printf '%s\n' "before: $before" "ruamel.yaml: $ruamel" "with preserve_quotes: $kept" "yaml: $yaml"
[ "$before $kept" = "{'language': 'no', 'duration': '12:30:45'} {'language': 'no', 'duration': '12:30:45'}" ]
[ "$ruamel $yaml" = "{'language': False, 'duration': 45045} {'language': False, 'duration': 45045}" ]
