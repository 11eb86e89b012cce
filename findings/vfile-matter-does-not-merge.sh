#!/usr/bin/env bash
# vfile-matter 5.0.1 (npm), the reader of front matter in the family of remark, uses `yaml`, which reads YAML 1.2 without the merge key.
# The Hub's js-yaml 4.3.2 and huggingface_hub 2.4.0 with PyYAML 6.0.3 merge. Of a config that takes its split from another one, vfile-matter
# shows a key `<<`, and no split.
#
# Seen: {"<<": {"split": "train"}, "path": "a.csv"} beside {"split": "train", "path": "a.csv"} by the two others.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent vfile-matter@5.0.1 vfile@6.0.3 js-yaml@4.3.2
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
printf -- '---\nbase: &base\n  split: train\nfile:\n  <<: *base\n  path: a.csv\n---\n# Voices\n' > README.md
cat > try.mjs <<'JS'
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { VFile } from "vfile";
import { matter } from "vfile-matter";

const file = new VFile(readFileSync("README.md"));
matter(file);
console.log(JSON.stringify(file.data.matter.file));
console.log(JSON.stringify(load(String(file).split("---\n")[1]).file));
JS
seen=$(node try.mjs)
python=$(venv/bin/python -c 'import json; from huggingface_hub import DatasetCard; print(json.dumps(DatasetCard.load("README.md").data["file"]))')
printf '%s\n' "$seen" "$python"
[ "$seen" = '{"<<":{"split":"train"},"path":"a.csv"}
{"split":"train","path":"a.csv"}' ]
[ "$python" = '{"split": "train", "path": "a.csv"}' ]
