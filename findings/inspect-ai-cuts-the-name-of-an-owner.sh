#!/usr/bin/env bash
# inspect_ai 0.3.285 (PyPI): a benchmark on the Hub is run as `hf/OWNER/NAME`. The mark in front is taken away wherever it stands, so an
# owner whose name ends in `hf` loses these letters and the slash, and the repository is not found.
#
# Seen: for hf/acme-hf/voices ValueError: Expected 2 or 3 components, got 1; for hf/acme-hf/voices/dev the dataset `acme-voices/dev` is
# asked for, for hf/acme/voices `acme/voices`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check inspect_ai==0.3.285 huggingface_hub==2.4.0
cat > try.py <<'PYTHON'
import huggingface_hub
from inspect_ai._eval.task.hf import task_create_from_hf


class Asked(Exception):
    pass


def download(repo_id, **_):
    raise Asked(repo_id)


huggingface_hub.hf_hub_download = download


def asked(task):
    try:
        return task_create_from_hf(task)
    except (Asked, ValueError) as error:
        return f"{type(error).__name__}: {error}"


seen = [asked(task) for task in ("hf/acme-hf/voices", "hf/acme-hf/voices/dev", "hf/acme/voices")]
print(*seen, sep="\n")
assert seen == ["ValueError: Expected 2 or 3 components, got 1", "Asked: acme-voices/dev", "Asked: acme/voices"]
PYTHON
venv/bin/python try.py
