#!/usr/bin/env bash
# prettier 3.10.1 (npm) and mdformat 1.0.0 with mdformat-frontmatter 2.2.0 (PyPI) know front matter at the first line of a file only.
# huggingface_hub, by the regular expression of the Hub, reads a card that has a blank line above its block. Both formatters take such
# a block for a rule and a heading, and write it as such: the license, the gate and the configs are text from then on.
#
# Seen: `license: mit` before; no metadata after prettier, nor after mdformat. Without the blank line, both keep it.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 mdformat==1.0.0 mdformat-frontmatter==2.2.0
npm init -y > /dev/null
npm install --no-audit --no-fund --silent prettier@3.10.1
read_card() { venv/bin/python -c "from huggingface_hub import DatasetCard; print(DatasetCard.load('$1').data.to_dict())" 2> /dev/null; }
card() { printf '%s---\nlicense: mit\nextra_gated_prompt: You agree.\n---\n\n# Voices\n' "$1" > "$2"; }
formatted() { # TEXT ABOVE THE BLOCK
    card "$1" prettier.md
    card "$1" mdformat.md
    read_card prettier.md
    node_modules/.bin/prettier --log-level warn --write prettier.md
    venv/bin/mdformat mdformat.md
    read_card prettier.md
    read_card mdformat.md
}
first=$(formatted '')
second=$(formatted '
')
printf '%s\n' "block on the first line:" "$first" "on the second:" "$second"
kept="{'license': 'mit', 'extra_gated_prompt': 'You agree.'}"
[ "$first" = "$kept
$kept
$kept" ]
[ "$second" = "$kept
{}
{}" ]
