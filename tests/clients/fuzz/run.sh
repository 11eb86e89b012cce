#!/usr/bin/env bash
# Schemathesis against the gate of `cardlint serve`: whatever it sends, no answer is a 5xx and the mock answers on. Bounded
# to 15 s for each of three callers. Last line: "fuzz: N passed, M failed".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
environment schemathesis==4.32.5

work=$(mktemp -d)
"$CARDLINT" serve --seed "$here/hub.yaml" >"$work/endpoint" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
until [ -s "$work/endpoint" ]; do kill -0 $server; sleep 0.1; done
endpoint=$(cat "$work/endpoint")
cd "$work" # Schemathesis leaves its cache where it runs.

passed=0 failed=0
for caller in nobody bo owner; do
    header=(); [ $caller = nobody ] || header=(--header "Authorization: Bearer hf_$caller")
    curl -sf -X POST "$endpoint/_mock/reset" >/dev/null || true
    if "$cache/venv/bin/st" run "$here/openapi.yaml" --url "$endpoint" ${header[@]+"${header[@]}"} --checks not_a_server_error \
        --phases coverage,fuzzing --max-time 15 --seed 1 --warnings off --suppress-health-check all --request-timeout 10 &&
        curl -sf "$endpoint/_mock/health" >/dev/null; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ $failed -eq 0 ]
