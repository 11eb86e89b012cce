#!/usr/bin/env bash
# Evaluation files, as their readers read them: random `.eval_results/*.yaml` in huggingface_hub's parser, and random `eval.yaml` in the
# models of inspect-ai and the frameworks of @huggingface/tasks, beside cardlint; results that huggingface_hub writes and reads back
# from a mock Hub. EVALS_SEED and EVALS_COUNT make more of them.
# Last line: "evals: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment -r "$here/requirements.txt"
exec "$cache/venv/bin/python" "$here/run.py" "$cache/node"
