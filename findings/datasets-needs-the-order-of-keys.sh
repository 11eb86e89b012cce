#!/usr/bin/env bash
# datasets 5.2.0 reads the kind of a feature from the first key of its mapping besides `name`, though YAML gives the order of keys no
# meaning, and python-frontmatter 1.3.0 (both PyPI) writes the keys of a card in the order of the alphabet. A card with a list of
# fixed length, as `push_to_hub` writes it (`list: int32`, then `length: 3`), no longer loads after python-frontmatter has loaded and
# written it.
#
# Seen: the keys are ["length", "list", "name"] after the round trip, and `load_dataset` raises TypeError: 'int' object is not a
# mapping.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0 python-frontmatter==1.3.0
cat > try.py <<'PYTHON'
import json
import pathlib

import datasets
import frontmatter
import yaml

datasets.disable_progress_bars()
features = datasets.Features(point=datasets.List(datasets.Value("int32"), length=3))
metadata = {"configs": [{"config_name": "default", "data_files": "data.jsonl"}], "dataset_info": {"features": features._to_yaml_list()}}
repo = pathlib.Path("repo")
repo.mkdir()
(repo / "data.jsonl").write_text(json.dumps({"point": [1, 2, 3]}) + "\n")


def load(card):
    (repo / "README.md").write_text(card)
    try:
        return datasets.load_dataset("repo", split="train", cache_dir="cache")[0]
    except TypeError as error:
        return f"TypeError: {error}"


card = "---\n" + yaml.safe_dump(metadata, sort_keys=False) + "---\n# Points\n"
written = frontmatter.dumps(frontmatter.loads(card))
before, after = load(card), load(written)
keys = list(yaml.safe_load(written.split("---")[1])["dataset_info"]["features"][0])
print(before, keys, after)
assert before == {"point": [1, 2, 3]}
assert keys == ["length", "list", "name"] and after == "TypeError: 'int' object is not a mapping"
PYTHON
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python try.py
