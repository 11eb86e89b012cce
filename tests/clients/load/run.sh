#!/usr/bin/env bash
# Compares what cardlint says of small random repositories with what `load_dataset` does with them.
#
#   tests/clients/load/run.sh [--count N] [--seed N] [--keep FOLDER] [--verbose]
#
# Installs datasets into a cache of its own. Without options, 150 repositories, always the same; by hand, 3000.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/load
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
mkdir -p "$cache"
stamp=$(cksum <"$here/requirements.txt")
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    echo "$stamp" >"$cache/stamp"
fi
exec "$cache/venv/bin/python" "$here/run.py" "$@"
