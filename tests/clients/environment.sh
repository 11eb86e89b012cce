# shellcheck shell=bash
# Sourced by the areas, which set `here`, their folder, before. Sets `top`, the project, and `cache`, what this area keeps between its
# runs; CARDLINT is the program to test.
top=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/$(basename "$here")
export CARDLINT=${CARDLINT:-$top/target/debug/cardlint}

# Installs packages of PyPI, by the words of `pip install`, into $cache/venv, and those of the area's package.json into $cache/node.
# What is there already is kept while the words, requirements.txt and package.json are the same.
environment() { # WORD...
    local stamp
    stamp=$({ echo "$*"; cat "$here/requirements.txt" "$here/package.json" 2> /dev/null || true; } | cksum)
    [ "$(cat "$cache/stamp" 2> /dev/null || true)" != "$stamp" ] || return 0
    rm -rf "$cache" &&
        "${PYTHON:-python3}" -m venv --clear "$cache/venv" &&
        "$cache/venv/bin/pip" install --quiet --disable-pip-version-check "$@" >&2 &&
        { [ ! -e "$here/package.json" ] || node_environment; } &&
        echo "$stamp" > "$cache/stamp"
}

node_environment() {
    mkdir "$cache/node" &&
        cp "$here/package.json" "$cache/node/" &&
        npm install --prefix "$cache/node" --silent --no-audit --no-fund >&2
}
