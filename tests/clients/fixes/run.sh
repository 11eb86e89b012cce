#!/usr/bin/env bash
# Asks the real readers of cards whether a fix has lost something: see run.py.
#
#   tests/clients/fixes/run.sh [--seed N] [--count N] [FOLDER]...
#
# Installs huggingface_hub, PyYAML and js-yaml into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/fixes
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
cp "$here/read.mjs" "$cache/node/read.mjs"
exec "$cache/venv/bin/python" "$here/run.py" --reader "$cache/node/read.mjs" "$@"
