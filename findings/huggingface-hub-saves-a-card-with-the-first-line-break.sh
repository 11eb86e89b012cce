#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): `metadata_save` means to keep the line breaks of a card, and takes the first kind of
# `file.newlines`, which Python lists in an order of its own, a single carriage return first. One in the text, as from a progress bar
# that was pasted, is enough: the metadata are written with carriage returns, and a block that ends so is none to `DatasetCard`, by the
# regular expression of the Hub. `metadata_load` still reads it, for Python makes line feeds of them before.
#
# Seen: '---\nlicense: mit\n---\n' becomes '---\rlicense: mit\r---\r'; `DatasetCard.load` gives {}.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 PyYAML==6.0.3
cat > try.py <<'PYTHON'
import pathlib

from huggingface_hub import DatasetCard, metadata_load, metadata_save

card = pathlib.Path("README.md")


def saved(text):
    card.write_bytes(f"---\nlicense: mit\n---\n# Voices\n\n{text}\n".encode())
    metadata_save(card, metadata_load(card))
    return card.read_bytes().split(b"#")[0], metadata_load(card), DatasetCard.load(card).data.to_dict()


plain, bar = saved("1 of 2, 2 of 2"), saved("1 of 2\r2 of 2")
print(plain, bar, sep="\n")
assert plain == (b"---\nlicense: mit\n---\n", {"license": "mit"}, {"license": "mit"})
assert bar == (b"---\rlicense: mit\r---\r", {"license": "mit"}, {})
PYTHON
venv/bin/python try.py 2> /dev/null
