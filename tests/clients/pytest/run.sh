#!/usr/bin/env bash
# Installs the wheel as a user would; runs examples/pytest with it, also in parallel, the code of README.md and docs/python.md, the
# tests here, the doctests and mypy; then looks for processes left.
# Last line: "pytest: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/pytest
pins="huggingface_hub==2.4.0 hf-xet==1.8.0 datasets==5.2.0 pytest==9.2.0 pytest-xdist==3.8.0 mypy==2.4.1 maturin>=1.9,<2"
# versions that have an address of the Hub built in: the last with requests, the last with it at all
old="0.36.2 2.1.1"
unset CARDLINT   # the plugin finds the binary that the wheel brings

if [ "$(cat "$cache/pins" 2>/dev/null || true)" != "$pins $old" ]; then
  rm -rf "$cache"
  "${PYTHON:-python3}" -m venv --clear "$cache/venv"
  IFS=' ' read -r -a packages <<< "$pins"
  "$cache/venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" >&2
  for version in $old; do
    "${PYTHON:-python3}" -m pip install -q --disable-pip-version-check --root-user-action=ignore --target "$cache/old/$version" \
      "huggingface_hub==$version" >&2
  done
  echo "$pins $old" > "$cache/pins"
fi
# The development profile shares what other jobs have compiled.
PATH="$cache/venv/bin:$PATH" CARGO_TARGET_DIR="$top/target" MATURIN_PEP517_ARGS="--profile dev" \
  "$cache/venv/bin/pip" install -q --disable-pip-version-check --no-build-isolation --no-deps --force-reinstall "$top" >&2

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp -R "$top/examples/pytest" "$run/example"
mkdir "$run/docs" "$run/tests"
cp "$here"/test_*.py "$run/tests/"
export PATH="$cache/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1 OLD_CLIENTS="$cache/old"
for page in README.md docs/python.md; do
  python "$top/tests/blocks.py" "$top/$page" python "$run/docs" 'test_{}.py'
done

status=0
tests() { # FOLDER ARGUMENTS...
  local folder=$1
  shift
  (cd "$run/$folder" && python -m pytest -p no:cacheprovider -q --junitxml "$run/$RANDOM.xml" "$@") || status=1
}
python -m cardlint --version >&2
tests example
tests example -n 4
tests docs
tests tests -n 2
tests docs --doctest-modules -o doctest_optionflags=ELLIPSIS --pyargs cardlint.mock_hub cardlint.linter
mypy --strict --cache-dir "$run/mypy" "$top/python/cardlint" >&2 || status=1
python - "$run"/*.xml <<'P'
import sys, xml.etree.ElementTree as tree
suites = [next(tree.parse(report).getroot().iter("testsuite")) for report in sys.argv[1:]]
total = sum(int(suite.get("tests")) for suite in suites)
failed = sum(int(suite.get("failures")) + int(suite.get("errors")) for suite in suites)
print(f"pytest: {total - failed} passed, {failed} failed")
P
exit "$status"
