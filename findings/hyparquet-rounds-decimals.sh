#!/usr/bin/env bash
# hyparquet 1.33.0 (npm) reads integers of 64 bits as BigInt, so that none is changed, and decimals, which are there for sums of money,
# as numbers: those with more than about 16 digits are rounded, without a word. datasets 5.2.0 (PyPI) writes such a column for the type
# `decimal128(38, 2)`.
#
# Seen: 12345678901234567.89 is read as 12345678901234568, the integer 9007199254740993 as 9007199254740993n.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
npm init -y > /dev/null
npm install --no-audit --no-fund --silent hyparquet@1.33.0
cat > write.py <<'PYTHON'
from decimal import Decimal

from datasets import Dataset, Features, Value

features = Features(amount=Value("decimal128(38, 2)"), number=Value("int64"))
Dataset.from_dict({"amount": [Decimal("12345678901234567.89")], "number": [9007199254740993]}, features=features).to_parquet("data.parquet")
PYTHON
cat > read.mjs <<'JS'
import assert from "node:assert/strict";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const [row] = await parquetReadObjects({ file: await asyncBufferFromFile("data.parquet") });
console.log(row);
assert.deepEqual(row, { amount: 12345678901234568, number: 9007199254740993n });
JS
HF_HOME=$work/home venv/bin/python write.py 2> /dev/null
node read.mjs
