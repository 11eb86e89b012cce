#!/usr/bin/env bash
# `check hf://datasets/acme` over 1,000 datasets of the mock Hub, with faults; huggingface_hub reads and merges the pull requests.
# Last line: "namespace: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/namespace
pins="huggingface_hub==2.4.0 hf-xet==1.8.0"
: "${CARDLINT:?the program to test}"
export CARDLINT PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1

if [ "$(cat "$cache/pins" 2> /dev/null)" != "$pins" ]; then
  rm -rf "$cache"
  "${PYTHON:-python3}" -m venv --clear "$cache/venv"
  IFS=' ' read -r -a packages <<< "$pins"
  "$cache/venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" >&2
  echo "$pins" > "$cache/pins"
fi
"$cache/venv/bin/python" "$here/run.py"
