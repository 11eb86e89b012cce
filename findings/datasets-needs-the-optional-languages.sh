#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): `TranslationVariableLanguages` declares `languages` as optional, and a card may leave them out
# (`dtype: translation_variable_languages`). Such a feature takes no example in the form that its documentation shows, a mapping from
# languages to texts: it makes a set of `None` first, although it looks further down whether there are languages at all.
#
# Seen: TypeError: 'NoneType' object is not iterable; with languages=["en", "fr"] the same row becomes ('en', 'fr', 'fr') and its texts.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
cat > encode.py <<'PYTHON'
from datasets import Dataset, Features, TranslationVariableLanguages

row = {"text": {"en": "the cat", "fr": ["le chat", "la chatte"]}}


def encoded(features):
    try:
        return Dataset.from_list([row], features=features)[0]["text"]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


[card] = Features(text=TranslationVariableLanguages())._to_yaml_list()
without = encoded(Features._from_yaml_list([dict(card)]))
given = encoded(Features(text=TranslationVariableLanguages(languages=["en", "fr"])))
print(card, without, given, sep="\n")
assert card == {"name": "text", "dtype": "translation_variable_languages"}
assert without == "TypeError: 'NoneType' object is not iterable"
assert given == {"language": ["en", "fr", "fr"], "translation": ["the cat", "la chatte", "le chat"]}
PYTHON
venv/bin/python encode.py
