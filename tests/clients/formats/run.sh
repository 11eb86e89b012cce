#!/usr/bin/env bash
# Reads cardlint's output as its readers do: JUnit reports by their schema and by a library, progress on a terminal.
#
# Installs xmlschema and junitparser into a cache of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
exec "$cache/venv/bin/python" "$here/run.py"
