#!/usr/bin/env bash
# What people do with a Hub, each with an open and with a gated repo: hf, datasets, HfFileSystem, git with LFS.
# Last line: "flows: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"

command -v git-lfs > /dev/null || { echo "flows: git-lfs is missing: apt-get install git-lfs" >&2; exit 1; }
environment huggingface_hub==2.4.0 hf-xet==1.8.0 datasets==5.2.0 pytest==9.2.0
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
status=0
PATH="$cache/venv/bin:$PATH" PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1 \
  "$cache/venv/bin/python" -m pytest -p cardlint.pytest_plugin -p no:cacheprovider -q --basetemp "$run/tmp" \
  --junitxml "$run/report.xml" "$here" "$@" || status=$?
"$cache/venv/bin/python" - "$run/report.xml" <<'P'
import sys, xml.etree.ElementTree as tree
suite = next(tree.parse(sys.argv[1]).getroot().iter("testsuite"))
failed = int(suite.get("failures")) + int(suite.get("errors"))
print(f"flows: {int(suite.get('tests')) - failed - int(suite.get('skipped'))} passed, {failed} failed")
P
exit "$status"
