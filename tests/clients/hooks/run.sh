#!/usr/bin/env bash
# Installs pre-commit, prek, lefthook and husky, and commits and pushes under each.
set -eu
cd "$(dirname "$0")/../../.."
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/hooks
mkdir -p "$cache"
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check 'pre-commit==4.7.0' 'prek==0.5.11'
[ -x "$cache/node_modules/.bin/lefthook" ] && [ -x "$cache/node_modules/.bin/husky" ] ||
    npm install --prefix "$cache" --silent --no-audit --no-fund --ignore-scripts lefthook@2.2.2 husky@9.1.7
[ -n "${CARDLINT:-}" ] || { cargo build --quiet; CARDLINT=$PWD/target/debug/cardlint; }
CARDLINT=$CARDLINT CACHE=$cache exec "$cache/venv/bin/python" tests/clients/hooks/run.py
