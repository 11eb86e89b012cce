#!/usr/bin/env bash
# Installs the hook managers, the formatters and a git with reftables, and commits and pushes under each.
set -eu
cd "$(dirname "$0")/../../.."
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/hooks
mkdir -p "$cache"
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check 'pre-commit==4.7.0' 'prek==0.5.11' 'uv==0.13.8' \
    'pre-commit-hooks==6.0.0' 'mdformat==1.0.0' 'mdformat-frontmatter==2.2.0'
bin=$cache/node_modules/.bin
{ [ -x "$bin/lefthook" ] && [ -x "$bin/husky" ] && [ -x "$bin/lint-staged" ] && [ -x "$bin/prettier" ]; } ||
    npm install --prefix "$cache" --silent --no-audit --no-fund --ignore-scripts \
        lefthook@2.2.2 husky@9.1.7 lint-staged@16.3.4 prettier@3.10.1
# git has reftables since 2.45; Debian's is older, and its source is in Debian's archive.
oldest=$(printf '%s\n' 2.45 "$(git --version | grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' | head -n 1)" | sort -V | head -n 1)
if [ "$oldest" != 2.45 ] && [ ! -x "$cache/git/bin/git" ]; then
    [ -e /usr/include/zlib.h ] || [ "$(id -u)" = 0 ] || { echo "hooks: to build a git with reftables, apt-get install zlib1g-dev make gcc libc6-dev" >&2; exit 1; }
    [ -e /usr/include/zlib.h ] || { apt-get update -qq && apt-get install -qq -y --no-install-recommends zlib1g-dev make gcc libc6-dev; } > /dev/null
    source=$(mktemp -d)
    python3 - "$source/git.tar.xz" <<'PYTHON'
import sys, urllib.request
urllib.request.urlretrieve("http://deb.debian.org/debian/pool/main/g/git/git_2.47.3.orig.tar.xz", sys.argv[1])
PYTHON
    tar -xJf "$source/git.tar.xz" -C "$source"
    make -s -C "$source"/git-* -j2 prefix="$cache/git" CFLAGS=-O0 NO_CURL=1 NO_EXPAT=1 NO_GETTEXT=1 NO_OPENSSL=1 NO_PERL=1 \
        NO_PYTHON=1 NO_TCLTK=1 NO_REGEX=NeedsStartEnd install > /dev/null
    rm -rf "$source"
fi
[ -n "${CARDLINT:-}" ] || { cargo build --quiet; CARDLINT=$PWD/target/debug/cardlint; }
CARDLINT=$CARDLINT CACHE=$cache exec "$cache/venv/bin/python" tests/clients/hooks/run.py "$@"
