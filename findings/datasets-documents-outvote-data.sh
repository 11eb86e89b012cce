#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): without `configs` in the card, the reader of a repository is the one that most of its files ask for
# by their extension, documents among them. So files that belong to any repository decide what its data is:
#
# - requirements.txt and LICENSE.txt beside data.csv: the dataset loads, and its rows are the lines of those two files;
# - CHANGELOG.md and CONTRIBUTING.md beside data.csv: it does not load at all, for lack of a task.toml or instruction.md.
#
# Seen: columns ["a", "b"] for data.csv alone; column "text" with the lines of the two .txt; DataFilesNotFoundError with the
# two .md.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0
cat > try.py <<'PYTHON'
import pathlib
import datasets

datasets.disable_progress_bars()

def loaded(name, *others):
    folder = pathlib.Path(name)
    folder.mkdir()
    (folder / "data.csv").write_text("a,b\n1,2\n")
    for other in others:
        (folder / other).write_text(f"{other}\n")
    try:
        data = datasets.load_dataset(str(folder), cache_dir="cache")["train"]
        return data.column_names, data[:]
    except Exception as error:
        return type(error).__name__, str(error)

alone, texts, documents = loaded("alone"), loaded("texts", "requirements.txt", "LICENSE.txt"), loaded("documents", "CHANGELOG.md", "CONTRIBUTING.md")
print(alone, texts, documents, sep="\n")
assert alone[0] == ["a", "b"]
assert texts[0] == ["text"] and sorted(texts[1]["text"]) == ["LICENSE.txt", "requirements.txt"]
assert documents[0] == "DataFilesNotFoundError" and "instruction.md" in documents[1]
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
