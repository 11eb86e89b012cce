#!/usr/bin/env bash
# Compares cardlint's verdicts with those of the real consumers.
#
#   tests/clients/differential/run.sh [FOLDER]...     default: the fixtures of this repository
#
# Installs huggingface_hub, datasets, js-yaml and Joi into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/differential
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
mkdir -p "$cache"
stamp=$(cat "$here/requirements.txt" "$here/package.json" | cksum)
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    rm -rf "$cache/node"
    mkdir -p "$cache/node"
    cp "$here/package.json" "$cache/node/"
    npm install --prefix "$cache/node" --no-audit --no-fund --silent
    echo "$stamp" >"$cache/stamp"
fi
# Node finds packages from where the script lies.
cp "$here/hub.mjs" "$cache/node/hub.mjs"
exec "$cache/venv/bin/python" "$here/run.py" --hub "$cache/node/hub.mjs" "$@"
