#!/usr/bin/env bash
# Installs what a release consists of into empty environments, where a call of cargo or rustc is a failure, and tries it: the wheel
# with every Python that is here, the archive, the npm packages, the pytest and the Node example, each in less than a minute.
#
#   tests/clients/install/run.sh [FOLDER]     default: what `scripts/release --profile dev` makes now
#
# Last line: "install: N passed, M failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
cache=${CARDLINT_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cardlint-clients}/install
pins="huggingface_hub==2.4.0 hf-xet==1.8.0 datasets==5.2.0 pytest==9.2.0"
unset CARDLINT

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
if [ $# -gt 0 ]; then
  dist=$(cd "$1" && pwd)
else
  dist=$run/dist
  "$top/scripts/release" --profile dev --allow-dirty --skip-checks --out "$dist" >&2 || exit 1
fi
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/Cargo.toml" | head -n 1)

# The environment of somebody who has no Rust, and no cardlint. pip asks `rustc --version` to tell the index what it runs on.
mkdir "$run/bin" "$run/home"
for program in cargo rustc rustup cardlint; do
  printf '#!/bin/sh\n[ "$0 $*" = "%s --version" ] || echo "%s $*" >> "%s"\nexit 127\n' "$run/bin/rustc" "$program" "$run/calls" > "$run/bin/$program"
  chmod +x "$run/bin/$program"
done
export PATH="$run/bin:$PATH" HOME="$run/home" PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HF_HUB_DISABLE_PROGRESS_BARS=1
npm_config_cache=${npm_config_cache:-$cache/npm} npm_config_update_notifier=false
PIP_CACHE_DIR=${PIP_CACHE_DIR:-$cache/pip}
export npm_config_cache npm_config_update_notifier PIP_CACHE_DIR

passed=0 failed=0
check() { # WHAT COMMAND...
  local what=$1 from=$SECONDS taken
  shift
  if (cd "$run" && "$@") > "$run/output" 2>&1; then
    taken=$((SECONDS - from))
    if [ "$taken" -lt 60 ]; then
      passed=$((passed + 1))
      echo "ok: $what ($taken s)" >&2
      return
    fi
    echo "it took $taken s" >> "$run/output"
  fi
  failed=$((failed + 1))
  echo "FAILED: $what" >&2
  cat "$run/output" >&2
}
finds() { # PROGRAM...: it finds the mistakes of a card, and exits 1
  local out
  out=$("$@" check --no-config --format concise "$top/examples/street-voices/README.md")
  [ $? -eq 1 ] && grep -q 'error\[unknown-license\]' <<< "$out"
}
serves() { # PROGRAM...: it answers, and ends
  "$@" serve > "$run/endpoint" &
  local server=$! status=1
  for _ in $(seq 100); do
    [ ! -s "$run/endpoint" ] || break
    sleep 0.1
  done
  "$@" health "$(cat "$run/endpoint")" && status=0
  kill "$server"
  wait "$server"
  return "$status"
}

check "the checksums fit" sh -c "cd '$dist' && sha256sum --check --quiet SHA256SUMS"

# The wheel, and nothing else: it has no dependencies.
wheel=$(echo "$dist"/*.whl)
pythons=()
for minor in 9 10 11 12 13 14; do
  for python in "$(command -v "python3.$minor" || true)" "${PYENV_ROOT:-$(eval echo ~root)/.pyenv}"/versions/3."$minor".*/bin/python; do
    if [ -x "$python" ] && "$python" -c "import sys, venv; sys.exit(sys.version_info[:2] != (3, $minor))" 2> /dev/null; then
      pythons+=("$python")
      continue 2
    fi
  done
  echo "not tried: Python 3.$minor is not on this machine" >&2
done
[ ${#pythons[@]} -gt 0 ] || { echo "install: no Python between 3.9 and 3.14 is on this machine" >&2; exit 1; }
for python in "${pythons[@]}"; do
  name=$("$python" -c 'import sys; print("Python %d.%d" % sys.version_info[:2])')
  venv=$run/$name
  "$python" -m venv "$venv"
  check "$name: pip install *.whl" "$venv/bin/pip" install --no-index "$wheel"
  check "$name: cardlint check" finds "$venv/bin/cardlint"
  check "$name: python -m cardlint" finds "$venv/bin/python" -m cardlint
  check "$name: the plugin is there" "$venv/bin/python" -c "
import importlib.metadata, cardlint
assert cardlint.find_binary()
points = importlib.metadata.entry_points()
points = points.select(group='pytest11') if hasattr(points, 'select') else points['pytest11']
assert [point.value for point in points] == ['cardlint.pytest_plugin']
assert importlib.metadata.version('cardlint') == '$version'"
  last=$venv
done
check "cardlint serve" serves "$last/bin/cardlint"
check "the man page and the completions" ls "$last/share/man/man1/cardlint-check.1" \
  "$last/share/bash-completion/completions/cardlint" "$last/share/zsh/site-functions/_cardlint"
check "cardlint has no dependencies" sh -c "'$last/bin/pip' show cardlint | grep -x 'Requires: '"

# The pytest example, with the packages that it names.
if [ "$(cat "$cache/pins" 2> /dev/null)" != "$pins" ]; then
  mkdir -p "$cache"
  "${PYTHON:-python3}" -m venv --clear "$cache/venv"
  IFS=' ' read -r -a packages <<< "$pins"
  "$cache/venv/bin/pip" install -q "${packages[@]}" >&2 && echo "$pins" > "$cache/pins"
fi
cp -R "$top/examples/pytest" "$run/pytest"
check "pip install *.whl beside pytest" "$cache/venv/bin/pip" install --no-index --force-reinstall "$wheel"
check "pytest in examples/pytest" sh -c "cd pytest && '$cache/venv/bin/python' -m pytest -q -p no:cacheprovider"

# The archive.
archive=$(echo "$dist"/cardlint-*-linux-*.tar.gz)
check "the archive is unpacked" tar -xzf "$archive" -C "$run"
unpacked=$run/$(basename "$archive" .tar.gz)
check "the program of the archive" finds "$unpacked/cardlint"
check "it has man pages, completions and licenses" ls "$unpacked/share/man/man1/cardlint.1" \
  "$unpacked/share/fish/vendor_completions.d/cardlint.fish" "$unpacked/licenses.md" "$unpacked/LICENSE"

# The npm packages: the one that finds the program, and the one that has it, which npm would fetch as an optional dependency.
hub=$(echo "$dist"/cardlint-hub-"$version".tgz)
platform=$(echo "$dist"/cardlint-hub-linux-*.tgz)
mkdir "$run/empty"
echo '{ "private": true, "type": "module" }' > "$run/empty/package.json"
check "npm install *.tgz" sh -c "cd empty && npm install --no-audit --no-fund --prefer-offline '$hub' '$platform'"
check "the Hub of the npm packages" sh -c "cd empty && node --input-type=module -e '
import { MockHub } from \"@cardlint/hub\";
const hub = await MockHub.start();
await hub.stop();'"
cp -R "$top/examples/node" "$run/node"
check "npm install in examples/node" sh -c "cd node && npm pkg set 'devDependencies.@cardlint/hub=file:$hub' \
  'devDependencies.$(tar -xOzf "$platform" package/package.json | sed -n 's/^ *"name": "\(.*\)",/\1/p')=file:$platform' && npm install --no-audit --no-fund --prefer-offline"
check "npm test in examples/node" sh -c "cd node && npm test"

# The sdist is everything that the program is built from.
sdist=$dist/cardlint-$version.tar.gz
check "the sdist is unpacked" tar -xzf "$sdist" -C "$run"
check "the sdist has the lock and the plugin" ls "$run/cardlint-$version/Cargo.lock" "$run/cardlint-$version/python/cardlint/pytest_plugin.py" \
  "$run/cardlint-$version/packaging/data/share/man/man1/cardlint.1"

check "no Rust was asked for" test ! -e "$run/calls"
[ ! -e "$run/calls" ] || cat "$run/calls" >&2
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
