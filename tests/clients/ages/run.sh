#!/usr/bin/env bash
# The oldest versions of the clients that people pin, one in the middle and the newest, against the mock; see run.py.
# Last line: "ages: N passed, M failed".
here=$(cd "$(dirname "$0")" && pwd)
CARDLINT=${CARDLINT:-$here/../../../target/debug/cardlint} exec "${PYTHON:-python3}" "$here/run.py" "$@"
