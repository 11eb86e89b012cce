#!/usr/bin/env bash
# Real editors against the language server (Emacs with eglot and Vim with ALE where they are installed), the questions of `init` on a
# terminal, then the VS Code extension: its tests, and the package that a user would install.
# Last line: "editors: N passed, M failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
export CARDLINT=${CARDLINT:-$top/target/debug/cardlint}

cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/editors
if ! cmp -s "$here/requirements.txt" "$cache/requirements.txt"; then
    rm -rf "$cache"
    mkdir -p "$cache"
    python3 -m venv "$cache/venv"
    "$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2 || exit 1
    cp "$here/requirements.txt" "$cache/"
fi
export NVIM=$cache/venv/bin/nvim

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
passed=0
failed=0
step() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$run/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        cat "$run/log"
        echo "FAILED  $name"
    fi
}

packaged() {
    npm run package && python3 -m zipfile --list ./*.vsix | grep -q 'extension/out/extension.js'
}

optional() { # NAME COMMAND...: exit status 75 is an editor that is not installed
    "${@:2}" >"$run/log" 2>&1
    if [ $? -eq 75 ]; then echo "skipped $1: $(tail -n 1 "$run/log")"; else step "$@"; fi
}

step neovim "$cache/venv/bin/python" "$here/test_neovim.py"
step recording "$cache/venv/bin/python" "$top/scripts/record-neovim" "$run/editors.svg"
step init "$cache/venv/bin/python" "$here/test_init.py"
optional emacs "$cache/venv/bin/python" "$here/test_others.py" emacs
optional vim "$cache/venv/bin/python" "$here/test_others.py" vim
cp -R "$top/editors/vscode" "$run/vscode"
cd "$run/vscode" || exit 1
step "vscode: install" npm ci --prefer-offline --no-audit --no-fund
step "vscode: test" npm test
step "vscode: package" packaged
echo "editors: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
