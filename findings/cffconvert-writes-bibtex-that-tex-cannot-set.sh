#!/usr/bin/env bash
# cffconvert 2.0.0 (PyPI) writes the title of a CITATION.cff into BibTeX as it is. `&`, `%`, `_` and `#` are instructions there: TeX stops at
# the first, and what follows a `%` is a comment to it. This is the entry that goes below "BibTeX" in a card.
#
# Seen: title = {Voices & faces: 100% of set_1}, without a backslash.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cffconvert==2.0.0
cat > CITATION.cff <<'CFF'
cff-version: 1.2.0
message: Please cite these data.
title: "Voices & faces: 100% of set_1"
type: dataset
authors: [{family-names: Silva, given-names: Ana}]
CFF
title=$(venv/bin/cffconvert -f bibtex | grep '^title')
echo "$title"
[ "$title" = "title = {Voices & faces: 100% of set_1}" ]
