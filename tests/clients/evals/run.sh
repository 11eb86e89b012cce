#!/usr/bin/env bash
# Evaluation files, as their readers read them: random `.eval_results/*.yaml` in huggingface_hub's parser, and random `eval.yaml` in the
# models of inspect-ai and the frameworks of @huggingface/tasks, beside cardlint; results that huggingface_hub writes and reads back
# from a mock Hub. EVALS_SEED and EVALS_COUNT make more of them.
# Last line: "evals: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/evals
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
mkdir -p "$cache"
stamp=$(cksum <"$here/requirements.txt")
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    python3 -m venv --clear "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    (cd "$cache" && npm install --silent --no-audit --no-fund --no-save @huggingface/tasks@0.21.54)
    echo "$stamp" >"$cache/stamp"
fi
exec "$cache/venv/bin/python" "$here/run.py" "$cache"
