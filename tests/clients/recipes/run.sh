#!/usr/bin/env bash
# Runs every block of docs/recipes*.md: Python by pytest, JavaScript by node:test, with the packages that the areas pytest and node
# pin. Last line: "recipes: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
export CARDLINT=${CARDLINT:-$top/target/debug/cardlint}
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/recipes
pins="huggingface_hub==2.4.0 hf-xet==1.8.0 pytest==9.2.0 @huggingface/hub@2.17.5"

if [ "$(cat "$cache/pins" 2>/dev/null || true)" != "$pins" ]; then
  rm -rf "$cache"
  "${PYTHON:-python3}" -m venv --clear "$cache/venv"
  IFS=' ' read -r -a packages <<< "$pins"
  "$cache/venv/bin/pip" install -q --disable-pip-version-check "${packages[@]:0:3}" >&2
  mkdir -p "$cache/node"
  (cd "$cache/node" && npm init -y && npm install --no-audit --no-fund --silent "${packages[3]}") >&2
  echo "$pins" > "$cache/pins"
fi
run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp -R "$cache/node/node_modules" "$run/"
mkdir -p "$run/node_modules/@cardlint"
cp -R "$top/node" "$run/node_modules/@cardlint/hub"
for page in "$top"/docs/recipes*.md; do
  python3 "$top/tests/blocks.py" "$page" python "$run" 'test_{}.py'
  python3 "$top/tests/blocks.py" "$page" js "$run" '{}.test.mjs'
done

status=0
cd "$run"
PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 HF_HUB_DISABLE_PROGRESS_BARS=1 "$cache/venv/bin/python" -m pytest \
  -p cardlint.pytest_plugin -p no:cacheprovider -q --junitxml "$run/python.xml" . >&2 || status=1
node --test --test-reporter=spec --test-reporter-destination=stderr --test-reporter=junit \
  --test-reporter-destination="$run/node.xml" ./*.test.mjs || status=1
total=$(cat python.xml node.xml | grep -o '<testcase ' | wc -l)
failed=$(cat python.xml node.xml | grep -oE '<(failure|error)[ >]' | wc -l || true)
echo "recipes: $((total - failed)) passed, $failed failed"
exit "$status"
