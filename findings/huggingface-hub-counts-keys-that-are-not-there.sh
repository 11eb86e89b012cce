#!/usr/bin/env bash
# huggingface_hub 2.4.0 (PyPI): the metadata of a card act as a mapping, whose `len` is documented as "the number of metadata keys
# set", and `in` as whether a key is set. Both count each key that the class knows. So `if "license" in card.data` holds for every
# card, and `if not card.data` for none.
#
# Seen: of a card without metadata, 'license' in card.data is True and its length 13, while `to_dict()` is {}; of SpaceCard 11, of
# ModelCard 12.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from huggingface_hub import DatasetCard, ModelCard, SpaceCard

seen = {}
for kind in (DatasetCard, ModelCard, SpaceCard):
    data = kind("# A card\n").data
    assert "Return the number of metadata keys set" in type(data).__len__.__doc__
    seen[kind.__name__] = ("license" in data, len(data), data.to_dict())
print(seen)
assert seen == {"DatasetCard": (True, 13, {}), "ModelCard": (True, 12, {}), "SpaceCard": (True, 11, {})}
PYTHON
venv/bin/python try.py 2> /dev/null
