#!/usr/bin/env bash
# Compares cardlint's verdicts with those of the real consumers.
#
#   tests/clients/differential/run.sh [FOLDER]...     default: the fixtures of this repository
#
# Installs huggingface_hub, datasets, js-yaml and Joi into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
# Node finds packages from where the script lies.
cp "$here/hub.mjs" "$cache/node/hub.mjs"
export HF_HUB_OFFLINE=1 HF_HUB_DISABLE_TELEMETRY=1 PYTHONDONTWRITEBYTECODE=1
exec "$cache/venv/bin/python" "$here/run.py" --hub "$cache/node/hub.mjs" "$@"
