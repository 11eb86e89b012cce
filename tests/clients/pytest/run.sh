#!/usr/bin/env bash
# Installs the wheel as a user would and runs examples/pytest with it, also in parallel, and the README's own test; then looks
# for processes left.
# Last line: "pytest: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/pytest
pins="huggingface_hub==2.4.0 hf-xet==1.8.0 datasets==5.2.0 pytest==9.2.0 pytest-xdist==3.8.0 maturin>=1.9,<2"
unset CARDLINT   # the plugin finds the binary that the wheel brings

if [ "$(cat "$cache/pins" 2>/dev/null || true)" != "$pins" ]; then
  "${PYTHON:-python3}" -m venv --clear "$cache/venv"
  IFS=' ' read -r -a packages <<< "$pins"
  "$cache/venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" >&2
  echo "$pins" > "$cache/pins"
fi
# The development profile shares what other jobs have compiled.
PATH="$cache/venv/bin:$PATH" CARGO_TARGET_DIR="$top/target" MATURIN_PEP517_ARGS="--profile dev" \
  "$cache/venv/bin/pip" install -q --disable-pip-version-check --no-build-isolation --no-deps --force-reinstall "$top" >&2

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp -R "$top/examples/pytest" "$here/test_plugin.py" "$run/"
cd "$run"
export PATH="$cache/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1
status=0
python -m cardlint --version >&2
(cd pytest && python -m pytest -p no:cacheprovider -q --junitxml "$run/one.xml") || status=1
sed -n '/^```python$/,/^```$/{/^```/!p}' "$top/README.md" > test_readme.py
python -m pytest -p no:cacheprovider -q --junitxml "$run/readme.xml" test_readme.py || status=1
(cd pytest && python -m pytest -p no:cacheprovider -q -n 2 --junitxml "$run/two.xml") || status=1
python -m pytest -p no:cacheprovider -q --junitxml "$run/three.xml" test_plugin.py || status=1
python - "$run"/readme.xml "$run"/one.xml "$run"/two.xml "$run"/three.xml <<'P'
import sys, xml.etree.ElementTree as tree
suites = [next(tree.parse(report).getroot().iter("testsuite")) for report in sys.argv[1:]]
total = sum(int(suite.get("tests")) for suite in suites)
failed = sum(int(suite.get("failures")) + int(suite.get("errors")) for suite in suites)
print(f"pytest: {total - failed} passed, {failed} failed")
P
exit "$status"
