#!/usr/bin/env bash
# The test-suites of the real clients against `cardlint serve`; see run.py. Last line: "conformance: N passed, M failed".
here=$(cd "$(dirname "$0")" && pwd)
CARDLINT=${CARDLINT:-$here/../../../target/debug/cardlint} exec "${PYTHON:-python3}" "$here/run.py" "$@"
