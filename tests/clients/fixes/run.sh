#!/usr/bin/env bash
# Asks the real readers of cards whether a fix has lost something: see run.py.
#
#   tests/clients/fixes/run.sh [--seed N] [--count N] [FOLDER]...
#
# Installs huggingface_hub, PyYAML and js-yaml into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
# Node finds packages from where the script lies.
cp "$here/read.mjs" "$cache/node/read.mjs"
exec "$cache/venv/bin/python" "$here/run.py" --reader "$cache/node/read.mjs" "$@"
