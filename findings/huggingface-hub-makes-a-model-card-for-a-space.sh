#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): `SpaceCard.from_template` writes the text of a model card, training data and evaluation included, and
# its title is not the one of the Space. The default template of Spaces is the one of models.
#
# Seen: for `title: Voices`, the heading "Model Card for Model ID" and 35 others, none of them about a Space.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0 Jinja2==3.1.6
cat > try.py <<'PYTHON'
from huggingface_hub import SpaceCard, SpaceCardData

card = SpaceCard.from_template(SpaceCardData(title="Voices", sdk="gradio"))
headings = [line.strip("# ") for line in card.text.splitlines() if line.startswith("#")]
print(card.data.to_dict(), len(headings), headings[0])
assert card.data.to_dict() == {"title": "Voices", "sdk": "gradio"}
assert headings[0] == "Model Card for Model ID" and "Training Data" in headings and "Voices" not in card.text
PYTHON
venv/bin/python try.py
