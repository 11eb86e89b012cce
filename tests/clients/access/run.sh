#!/usr/bin/env bash
# The access-request methods of huggingface_hub against `cardlint serve`. Last line: "access: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment huggingface_hub==2.4.0
exec "$cache/venv/bin/python" "$here/run.py"
