#!/usr/bin/env bash
# inspect_ai 0.3.285 writes each sample of an evaluation into its log, a ZIP file, as samples/ID_epoch_1.json. datasets 5.2.0 (both PyPI)
# has a reader for such logs, and sorts the samples by that name as a number. The id of a sample may be a text, and is in most
# benchmarks; a log of those does not load. One with a slash is a directory deeper, where the reader does not look.
#
# Seen: rows for the ids 1 and 2; ValueError: invalid literal for int() with base 10: 'q7'; ArrowInvalid: Must pass at least one table for
# the id `test/7`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 inspect_ai==0.3.285
cat > try.py <<'PYTHON'
import datasets
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import exact

datasets.disable_progress_bars()


def rows(folder, *ids):
    samples = [Sample(id=each, input="2 + 2", target="4") for each in ids]
    eval(Task(dataset=samples, scorer=exact()), model="mockllm/model", log_dir=folder, display="none")
    try:
        return datasets.load_dataset(folder, split="logs", cache_dir="cache")["target"][:]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


numbers, texts, slash = rows("numbers", 1, 2), rows("texts", "q7", "q8"), rows("slash", "test/7")
print(numbers, texts, slash, sep="\n")
assert numbers == ["4", "4"]
assert texts == "ValueError: invalid literal for int() with base 10: 'q7'"
assert slash == "ArrowInvalid: Must pass at least one table"
PYTHON
HF_HOME=$work/home venv/bin/python try.py 2> /dev/null
