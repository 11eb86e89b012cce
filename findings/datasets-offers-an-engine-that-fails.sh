#!/usr/bin/env bash
# datasets 5.2.0 with pandas 3.1.1 (PyPI): the reader of CSV takes `engine` from a card, and declares that it is `c`, `python` or
# `pyarrow`. It reads each file in parts, which pandas does not do with `pyarrow`, so no dataset whose card says so loads, whatever
# else it says.
#
# Seen: the rows with `c` and `python`; "The 'iterator' option is not supported with the 'pyarrow' engine" with `pyarrow`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 pandas==3.1.1
cat > try.py <<'PYTHON'
import pathlib
import typing

import datasets
from datasets.packaged_modules.csv.csv import CsvConfig

datasets.disable_progress_bars()


def read(engine):
    name = f"with-{engine}"
    pathlib.Path(name).mkdir()
    pathlib.Path(name, "a.csv").write_text("a\n1\n")
    pathlib.Path(name, "README.md").write_text(f"---\nconfigs:\n- config_name: default\n  data_files: a.csv\n  engine: {engine}\n---\n")
    try:
        return datasets.load_dataset(name, split="train", cache_dir="cache")["a"][:]
    except datasets.exceptions.DatasetGenerationError as error:
        return str(error.__cause__)


declared = typing.get_args(typing.get_args(typing.get_type_hints(CsvConfig)["engine"])[0])
seen = {engine: read(engine) for engine in declared}
print(seen)
assert seen == {"c": [1], "python": [1], "pyarrow": "The 'iterator' option is not supported with the 'pyarrow' engine"}
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
