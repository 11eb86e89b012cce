#!/usr/bin/env bash
# frontmatter 3.0.8 (PyPI; not python-frontmatter, which has the same name in Python) takes the front matter to end at the next `---`, be
# it in the middle of a line, and to begin at any line. The keys below a dash in a title are gone, and of a text without metadata,
# what is between two rules is read as such. huggingface_hub 2.4.0 wants both on lines of their own, the first at the top.
#
# Seen: of `pretty_name: Voices --- a corpus` and `license: mit` only {'pretty_name': 'Voices'}; {'Note': 'old'} of a text without
# metadata, of which huggingface_hub reads {}.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check frontmatter==3.0.8 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
from frontmatter import Frontmatter
from huggingface_hub import DatasetCard

dash = "---\npretty_name: Voices --- a corpus\nlicense: mit\n---\n# Voices\n"
rules = "# Voices\n\n---\nNote: old\n---\n\nMore.\n"
cut, text = (Frontmatter.read(card)["attributes"] for card in (dash, rules))
hub = [DatasetCard(card).data.to_dict() for card in (dash, rules)]
print(cut, text, hub, sep="\n")
assert (cut, text) == ({"pretty_name": "Voices"}, {"Note": "old"})
assert hub == [{"pretty_name": "Voices --- a corpus", "license": "mit"}, {}]
PYTHON
venv/bin/python try.py 2> /dev/null
