#!/usr/bin/env bash
# The access-request methods of huggingface_hub against `cardlint serve`. Last line: "access: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/access
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
pins="huggingface_hub==2.4.0"
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$pins" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check $pins
    echo "$pins" >"$cache/stamp"
fi
exec "$cache/venv/bin/python" "$here/run.py"
