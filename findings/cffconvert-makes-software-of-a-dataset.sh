#!/usr/bin/env bash
# cffconvert 2.0.0 (PyPI) calls a CITATION.cff of `type: dataset` valid, and makes a program of it: the JSON-LD of schema.org, which
# dataset searches read, has the type SoftwareSourceCode, the one for Zenodo no type at all. The `preferred-citation`, which GitHub
# shows, is left out in each format.
#
# Seen: "@type": "SoftwareSourceCode" for `type: dataset`, as for `type: software`; no "paper" in the BibTeX.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cffconvert==2.0.0
cff() { # TYPE
    cat > CITATION.cff <<CFF
cff-version: 1.2.0
message: Please cite the paper.
title: Voices
type: $1
authors: [{family-names: Silva, given-names: Ana}]
preferred-citation:
  type: article
  title: The paper on voices
  authors: [{family-names: Silva, given-names: Ana}]
CFF
}
cff software
software=$(venv/bin/cffconvert -f schema.org)
cff dataset
valid=$(venv/bin/cffconvert --validate)
dataset=$(venv/bin/cffconvert -f schema.org)
zenodo=$(venv/bin/cffconvert -f zenodo | tr -d '\n ')
bibtex=$(venv/bin/cffconvert -f bibtex)
printf '%s\n' "$valid" "$dataset" "$zenodo" "$bibtex"
[ "$valid" = "Citation metadata are valid according to schema version 1.2.0." ]
[ "$(echo "$dataset" | grep -c '"@type": "SoftwareSourceCode"') $(echo "$bibtex" | grep -c paper)" = "1 0" ]
[ "$software $zenodo" = "$dataset {\"creators\":[{\"name\":\"Silva,Ana\"}],\"title\":\"Voices\"}" ]
