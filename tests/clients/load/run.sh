#!/usr/bin/env bash
# Compares what cardlint says of small random repositories with what `load_dataset` does with them.
#
#   tests/clients/load/run.sh [--count N] [--seed N] [--keep FOLDER] [--verbose]
#
# Installs datasets into a cache of its own. Without options, 150 repositories, always the same; by hand, 3000.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
exec "$cache/venv/bin/python" "$here/run.py" "$@"
