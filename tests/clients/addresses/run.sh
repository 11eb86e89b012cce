#!/usr/bin/env bash
# Clients that have the Hub's address built in (polars, DuckDB) reach the mock through a proxy; others find it below a base path; and
# what one mock records of another is served without it. Last line: "addresses: N passed, M failed".
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/addresses
mkdir -p "$cache"
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r tests/clients/addresses/requirements.txt
# The proxy wants another h11 than huggingface_hub.
[ -x "$cache/proxy/bin/python" ] || python3 -m venv "$cache/proxy"
"$cache/proxy/bin/pip" install --quiet --disable-pip-version-check mitmproxy==11.0.2
[ -n "${CARDLINT:-}" ] || { cargo build --quiet; CARDLINT=$PWD/target/debug/cardlint; }
CARDLINT=$(realpath "$CARDLINT") MITMDUMP=$cache/proxy/bin/mitmdump exec "$cache/venv/bin/python" tests/clients/addresses/run.py
