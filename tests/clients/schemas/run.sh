#!/usr/bin/env bash
# What `cardlint schema` prints, in the editors' and validators' own hands: check-jsonschema, taplo, tombi, Ajv in strict mode and
# yaml-language-server, each with a file that fits the schema and with one that does not.
# Last line: "schemas: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
# Node finds packages from where the script lies.
cp "$here/ajv.cjs" "$cache/node/"
exec "$cache/venv/bin/python" "$here/run.py" "$cache"
