#!/usr/bin/env bash
# datasets 5.2.0 (PyPI): `push_to_hub(repo, "fr", set_default=True)` raises KeyError where the repo has one config and nothing marks it
# as the default, such as `en` after `push_to_hub(repo, "en")`. A config that is alone counts as the default, and its key `default`,
# which is not there, is taken away. Where `en` has `default: true`, or where there are two configs, the call works.
#
# Seen: `KeyError: 'default'` for `en` alone, and a card with `default: true` at `fr` in the two other cases. Nothing is pushed: only
# the function that makes the card in `push_to_hub` is called, on a folder.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 huggingface_hub==2.4.0
mkdir repo
cat > try.py <<'PYTHON'
import yaml
from datasets import Features, SplitInfo, Value
from datasets.arrow_dataset import _get_updated_dataset_card
from fsspec.implementations.dirfs import DirFileSystem


def configs(*there):
    """The configs of the card after `push_to_hub("repo", "fr", set_default=True)`."""
    with open("repo/README.md", "w") as card:
        card.write("---\n" + yaml.safe_dump({"configs": list(there)}) + "---\n# A dataset\n")
    card, _ = _get_updated_dataset_card(
        fs=DirFileSystem("repo"), config_name="fr", splits_info=[SplitInfo("train", 1, 1)], features=Features(a=Value("string")), data_dir="fr",
        set_default=True, uploaded_sizes=[1], deleted_sizes=[0], remove_other_splits=False,
    )  # fmt: skip
    return {each["config_name"]: each.get("default", False) for each in card.data["configs"]}


def config(name, **more):
    return {"config_name": name, "data_files": [{"split": "train", "path": f"{name}/train-*"}], **more}


try:
    print(configs(config("en")))
    raise SystemExit("no error")
except KeyError as error:
    print("KeyError:", error)
    assert error.args == ("default",)
for there in ([config("en", default=True)], [config("en"), config("de")]):
    found = configs(*there)
    print(found)
    assert [name for name, default in found.items() if default] == ["fr"]
PYTHON
venv/bin/python try.py
