#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): `EvalResultEntry.date` is declared and documented as a string, but `parse_eval_result_entries` hands
# on whatever YAML made of an unquoted date, and `eval_result_entries_to_yaml` then writes it without quotes again. The Hub's
# specification (hub-docs eval_results.yaml) says to format it as a string.
#
# Seen: datetime.date(2026, 1, 15), and the line `date: 2026-01-15`; a string comes back in quotes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
cat > read.py <<'PYTHON'
import datetime
import typing

import yaml
from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml, parse_eval_result_entries

def through(date):
    text = f"- dataset: {{id: cais/hle, task_id: hle}}\n  value: 20.9\n  date: {date}\n"
    entries = parse_eval_result_entries(yaml.safe_load(text))
    written = yaml.safe_dump(eval_result_entries_to_yaml(entries))
    return entries[0].date, next(line.strip(" -") for line in written.splitlines() if "date:" in line)

declared = typing.get_type_hints(EvalResultEntry)["date"]
bare, quoted = through("2026-01-15"), through('"2026-01-15"')
print("declared:", declared)
print("bare:", bare)
print("quoted:", quoted)
assert declared == (str | None)
assert bare == (datetime.date(2026, 1, 15), "date: 2026-01-15")
assert quoted == ("2026-01-15", "date: '2026-01-15'")
PYTHON
venv/bin/python read.py
