#!/usr/bin/env bash
# Runs the mock in the root file system of its image, as the image's user, in a chroot; and starts it as the action does. Without root,
# the chroot is one of a user namespace, and runs it as the only user that there is in it.
# Last line: "container: N passed, M failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
CARDLINT=${CARDLINT:-$top/target/debug/cardlint}
run=$(mktemp -d)
servers=()
# shellcheck disable=SC2317
cleanup() {
  for server in "${servers[@]}"; do kill "$server" 2> /dev/null; done
  rm -rf "$run"
}
trap cleanup EXIT
passed=0 failed=0
check() { # WHAT COMMAND...
  local what=$1
  shift
  if "$@" > "$run/output" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $what" >&2
    cat "$run/output" >&2
  fi
}
get() { python3 -c 'import sys, urllib.request as u; print(u.build_opener(u.ProxyHandler({})).open(sys.argv[1]).read().decode())' "$1"; }
says() { "${@:2}" | grep -q -- "$1"; }
not() { ! "$@"; }
until_ready() { for _ in $(seq 300); do [ -s "$1" ] && return; sleep 0.1; done; false; }

root=$run/root
check "the root file system is built" "$top/scripts/rootfs" "$CARDLINT" "$root"
cp "$top/examples/compose/hub/hub.yaml" "$root/seed/"
chmod -R a+rX "$run"
if [ "$(id -u)" = 0 ]; then
  enter=(chroot --userspec=65532:65532 "$root")
else
  enter=(unshare --map-root-user chroot "$root")
  if ! "${enter[@]}" /cardlint --version > /dev/null 2>&1; then
    echo "container: needs root, or user namespaces (sysctl kernel.unprivileged_userns_clone=1)" >&2
    echo "container: 0 passed, 1 failed"
    exit 1
  fi
  echo "not tried without root: that nobody in particular runs it" >&2
fi
inside() { "${enter[@]}" /cardlint "$@"; }
# What the Dockerfile runs, at a free port.
"${enter[@]}" /cardlint serve --host 0.0.0.0 --port 0 --seed /seed > "$run/endpoint" 2> "$run/log" &
servers+=($!)
check "it starts" until_ready "$run/endpoint"
endpoint=$(cat "$run/endpoint")
check "it is healthy" inside health "$endpoint"
check "the seed is served" says '"id":"ana/songs"' get "$endpoint/api/datasets/ana/songs"
check "it is reached by another address of the machine" \
  says ok get "http://$(hostname -I 2> /dev/null | awk '{print $1}' | grep . || echo 127.0.0.1):${endpoint##*:}/_mock/health"
[ "$(id -u)" != 0 ] || check "nobody in particular runs it" says '^Uid:[[:space:]]*65532' cat "/proc/${servers[0]}/status"
kill "${servers[0]}"
wait "${servers[0]}"
ended=$?
check "it ends with exit status 0" [ "$ended" -eq 0 ]
check "a stopped mock is not healthy" not inside health "$endpoint"
for line in 'USER 65532:65532' 'ENTRYPOINT \["/cardlint"\]' 'CMD \["serve", "--host", "0.0.0.0", "--port", "8080"\]'; do
  check "the Dockerfile says $line" says "^$line$" cat "$top/Dockerfile"
done

export GITHUB_ENV=$run/env GITHUB_OUTPUT=$run/outputs RUNNER_TEMP=$run
check "the action's script starts it" "$top/hub/start.sh" "$CARDLINT" "$top/examples/compose/hub" --log-format json
servers+=("$(sed -n 's/^pid=//p' "$run/outputs")")
endpoint=$(sed -n 's/^endpoint=//p' "$run/outputs")
check "it exports HF_ENDPOINT" says "^HF_ENDPOINT=$endpoint$" cat "$run/env"
check "the steps that follow reach it" says '"gated":"manual"' get "$endpoint/api/datasets/ana/songs"
check "its log is kept" says '"path":"/api/datasets/ana/songs"' cat "$(sed -n 's/^log=//p' "$run/outputs")"
echo 'users: [{ nmae: ana }]' > "$run/bad.yaml"
check "a bad seed fails the step" says 'unknown key `nmae`' sh -c "! '$top/hub/start.sh' '$CARDLINT' '$run/bad.yaml' 2>&1"
echo "container: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
