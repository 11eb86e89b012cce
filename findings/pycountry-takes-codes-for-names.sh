#!/usr/bin/env bash
# pycountry 26.2.16 (PyPI): `languages.lookup` compares a text with each field of each language, in the order of the languages, and names
# count as much as codes. Thirteen codes of two letters are names of other languages as well, which come first. So the code `en` of
# a card is found as a language that is called En, and `ko`, `hu` and `ga` are not Korean, Hungarian and Irish. `languages.get(alpha_2="en")`
# gives English.
#
# Seen: lookup("en") is En (enc), lookup("ko") Ko (fuj), lookup("hu") Hu (huo); "fr" and "de" are French and German.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycountry==26.2.16
cat > try.py <<'PYTHON'
from pycountry import languages

other = {}
for language in languages:
    code = getattr(language, "alpha_2", None)
    found = languages.lookup(code) if code else language
    if found is not language:
        other[code] = found.alpha_3
print(other, languages.lookup("en"), languages.get(alpha_2="en"), languages.lookup("fr").name, languages.lookup("de").name)
assert sorted(other) == "ak as en ga ha ho hu ik ko na sa to wa".split()
assert (other["en"], other["ko"], other["hu"]) == ("enc", "fuj", "huo")
PYTHON
venv/bin/python try.py
