#!/usr/bin/env bash
# What `cardlint schema` prints, in the editors' and validators' own hands: check-jsonschema, taplo, tombi, Ajv in strict mode and
# yaml-language-server, each with a file that fits the schema and with one that does not.
# Last line: "schemas: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/schemas
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
mkdir -p "$cache"
stamp=$(cat "$here/requirements.txt" "$here/package.json" | cksum)
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/package.json" "$cache/"
    (cd "$cache" && npm install --silent --no-audit --no-fund)
    echo "$stamp" >"$cache/stamp"
fi
cp "$here/ajv.cjs" "$cache/"
exec "$cache/venv/bin/python" "$here/run.py" "$cache"
