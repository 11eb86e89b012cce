#!/usr/bin/env bash
# langcodes 3.5.1 (PyPI): `standardize_tag` follows the aliases of Unicode's CLDR, not ISO 639. A card in Tagalog (`tl`) becomes one in
# Filipino (`fil`), one in Serbo-Croatian (`hbs`) one in Serbian in Latin letters. ISO 639-3, and the Hub's list with it, has all four
# as languages of their own; `find` still gives `tl` for "Tagalog". Of the Hub's two codes without a language, `code` is no valid tag,
# and `multilingual` raises an error.
#
# Seen: fil for tl and tgl, sr-Latn for hbs; False for `code`, LanguageTagError for `multilingual`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langcodes==3.5.1 language_data==1.4.0 pycountry==26.2.16
cat > try.py <<'PYTHON'
import langcodes
import pycountry

seen = {code: langcodes.standardize_tag(code) for code in ("tl", "tgl", "hbs", "no")}
names = [pycountry.languages.get(alpha_3=code).name for code in ("tgl", "fil", "hbs", "srp")]
try:
    multilingual = langcodes.standardize_tag("multilingual")
except langcodes.LanguageTagError as error:
    multilingual = type(error).__name__
print(seen, names, langcodes.find("Tagalog"), langcodes.tag_is_valid("code"), multilingual)
assert seen == {"tl": "fil", "tgl": "fil", "hbs": "sr-Latn", "no": "no"}
assert names == ["Tagalog", "Filipino", "Serbo-Croatian", "Serbian"]
assert (langcodes.find("Tagalog").language, langcodes.tag_is_valid("code"), multilingual) == ("tl", False, "LanguageTagError")
PYTHON
venv/bin/python try.py
