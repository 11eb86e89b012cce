#!/usr/bin/env bash
# datasets 5.2.0 (PyPI) takes strings of JSON files for points in time if all of a column look like dates, even where the card
# declares the column as strings: they are then written anew. A date gets a time, and a time with an offset is that of UTC, which
# nothing says. Beside one string that is no date, and in a CSV file, the strings stay as they are.
#
# Seen: declared as `string`, "2024-05-06" is read as "2024-05-06 00:00:00", and "2024-05-06T10:00:00+02:00" as "2024-05-06 08:00:00";
# undeclared, both are timestamp[s]. From CSV, and beside "soon", they are as written.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pandas==3.1.1
cat > try.py <<'PYTHON'
import json
import pathlib

import datasets

datasets.disable_progress_bars()
DATE, TIME = "2024-05-06", "2024-05-06T10:00:00+02:00"
STRINGS = "  features: [{name: at, dtype: string}]\n"


def lines(*values):
    return "".join(json.dumps({"at": value}) + "\n" for value in values)


def read(name, file, text, features=""):
    pathlib.Path(name).mkdir()
    pathlib.Path(name, file).write_text(text)
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: {file}\n{features}---\n")
    data = datasets.load_dataset(name, split="train", cache_dir="cache")
    return data.features["at"].dtype, data["at"][:]


date, time = read("date", "a.jsonl", lines(DATE), STRINGS), read("time", "a.jsonl", lines(TIME), STRINGS)
undeclared = read("undeclared", "a.jsonl", lines(DATE, TIME))[0]
beside, table = read("beside", "a.jsonl", lines(DATE, TIME, "soon"), STRINGS), read("table", "a.csv", f"at\n{DATE}\n{TIME}\n")
print(date, time, undeclared, beside, table, sep="\n")
assert (date, time, undeclared) == (("string", ["2024-05-06 00:00:00"]), ("string", ["2024-05-06 08:00:00"]), "timestamp[s]")
assert beside[1] == [DATE, TIME, "soon"] and table[1] == [DATE, TIME]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
