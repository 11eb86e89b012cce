#!/usr/bin/env bash
# vfile-matter 5.0.1 (npm), the reader of front matter in the family of remark, knows a closing fence only without anything behind it. The
# Hub, and huggingface_hub 2.4.0 (PyPI) by its regular expression, take blanks there, which no editor shows. Such a card has no metadata
# to vfile-matter, and with `strip` the whole block stays in the text of the page, without a word.
#
# Seen: {} for `---` and two blanks, though {"license": "mit"} is read by huggingface_hub; {"license": "mit"} by both without them.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent vfile-matter@5.0.1 vfile@6.0.3
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
printf -- '---\nlicense: mit\n---  \n# Voices\n' > blanks.md
printf -- '---\nlicense: mit\n---\n# Voices\n' > plain.md
cat > try.mjs <<'JS'
import { readFileSync } from "node:fs";
import { VFile } from "vfile";
import { matter } from "vfile-matter";

for (const path of ["blanks.md", "plain.md"]) {
  const file = new VFile(readFileSync(path));
  matter(file, { strip: true });
  console.log(JSON.stringify(file.data.matter), String(file).includes("license"));
}
JS
vfile=$(node try.mjs)
python=$(venv/bin/python -c 'from huggingface_hub import DatasetCard; print(*(DatasetCard.load(f"{name}.md").data.to_dict() for name in ("blanks", "plain")))')
printf '%s\n' "vfile-matter, and whether the block is in the text:" "$vfile" "huggingface_hub: $python"
[ "$vfile" = '{} true
{"license":"mit"} false' ]
[ "$python" = "{'license': 'mit'} {'license': 'mit'}" ]
