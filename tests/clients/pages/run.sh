#!/usr/bin/env bash
# Drives the mock Hub's pages in Debian's Chromium: every flow as two users, accessibility by axe-core, without scripts, on a
# phone. Installs what it needs, but for the browser.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/pages
export CARDLINT=${CARDLINT:-$root/target/debug/cardlint}
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}

if [ -z "$CHROMIUM" ]; then
    echo "pages: Chromium is missing: apt-get install chromium, or set CHROMIUM to a browser like it" >&2
    exit 1
fi
mkdir -p "$cache"
if ! cmp -s "$here/package.json" "$cache/package.json"; then
    cp "$here/package.json" "$cache/package.json"
    (cd "$cache" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm install --no-audit --no-fund --silent >&2)
fi
export PAGES_MODULES="$cache/node_modules"
exec node "$here/run.mjs"
