#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI) reads and writes cards by PyYAML, the Hub reads them by js-yaml (npm, 4.3.2). A string that
# PyYAML needs no quotes for, and that js-yaml takes for a number, loses its quotes when a card is loaded and written back:
# from then on the Hub reads a number, where the author had written a string.
#
# Seen: "1e5", "0o14", ".5e3" and "1e-3" come back without quotes, and js-yaml reads 100000, 12, 500 and 0.001; of "08" it
# reads 8. Strings such as "1_000", "12:30:45", "0b1" and "on", which PyYAML itself would read otherwise, keep their quotes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
npm install --silent --no-audit --no-fund --prefix . js-yaml@4.3.2 > /dev/null
cat > card.md <<'CARD'
---
a: "1e5"
b: "0o14"
c: "08"
d: ".5e3"
e: "1e-3"
f: "1_000"
g: "12:30:45"
h: "0b1"
i: "on"
---
# Strings
CARD
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
console.log(JSON.stringify(Object.values(load(readFileSync(process.argv[2], "utf8").split("---\n")[1]))));
JS
before=$(node read.mjs card.md)
venv/bin/python -c 'from huggingface_hub import DatasetCard; DatasetCard.load("card.md").save("card.md")'
after=$(node read.mjs card.md)
printf '%s\n' "before: $before" "after:  $after"
[ "$before" = '["1e5","0o14","08",".5e3","1e-3","1_000","12:30:45","0b1","on"]' ]
[ "$after" = '[100000,12,8,500,0.001,"1_000","12:30:45","0b1","on"]' ]
