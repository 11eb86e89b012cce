#!/usr/bin/env bash
# Reads cardlint's output as its readers do: JUnit reports by their schema and by a library, progress on a terminal.
#
# Installs xmlschema and junitparser into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/formats
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
mkdir -p "$cache"
stamp=$(cksum <"$here/requirements.txt")
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    echo "$stamp" >"$cache/stamp"
fi
exec "$cache/venv/bin/python" "$here/run.py"
