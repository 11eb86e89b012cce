#!/usr/bin/env bash
# hyparquet 1.33.0 (npm) reads a column of bytes as UTF-8 unless it is told `utf8: false`. datasets 5.2.0 (PyPI) stores images and sound in
# Parquet as such bytes, which are no text: what is none becomes the replacement character, and the image is lost, without a word.
#
# Seen: of the eight bytes that each PNG begins with, U+FFFD and seven characters; with `utf8: false` the bytes 137, 80, 78, 71, 13, 10, 26, 10.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pillow==13.0.0
npm init -y > /dev/null
npm install --no-audit --no-fund --silent hyparquet@1.33.0
cat > write.py <<'PYTHON'
import io

from datasets import Dataset, Features, Image
from PIL import Image as Picture

png = io.BytesIO()
Picture.new("L", (1, 1)).save(png, "png")
image = {"path": "1.png", "bytes": png.getvalue()}
Dataset.from_dict({"image": [image]}, features=Features(image=Image())).to_parquet("data.parquet")
PYTHON
cat > read.mjs <<'JS'
import assert from "node:assert/strict";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const file = await asyncBufferFromFile("data.parquet");
const [text] = await parquetReadObjects({ file });
const [bytes] = await parquetReadObjects({ file, utf8: false });
const seen = [text.image.bytes.slice(0, 8), [...bytes.image.bytes.slice(0, 8)]];
console.log(seen);
assert.deepEqual(seen, ["\uFFFDPNG\r\n\x1A\n", [137, 80, 78, 71, 13, 10, 26, 10]]);
JS
HF_HOME=$work/home venv/bin/python write.py 2> /dev/null
node read.mjs
