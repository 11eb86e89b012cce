#!/usr/bin/env bash
# `check hf://datasets/acme` over 1,000 datasets of the mock Hub, with faults; huggingface_hub reads and merges the pull requests.
# Last line: "namespace: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
export PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1
environment huggingface_hub==2.4.0 hf-xet==1.8.0
"$cache/venv/bin/python" "$here/run.py"
