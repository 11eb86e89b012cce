#!/usr/bin/env bash
# Installs the npm package as a user would: types by `tsc --strict`, the package's tests by node:test, examples/node by vitest, and
# the code of the package's README by both.
# Last line: "node: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
export CARDLINT=${CARDLINT:-$top/target/debug/cardlint}

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
mkdir -p "$run/examples"
cp -R "$top/node" "$run/node"
cp -R "$top/examples/node" "$run/examples/node"
cd "$run/examples/node"
npm install --prefer-offline --no-audit --no-fund --silent >&2
cp "$here/types.ts" .

python3 "$top/tests/blocks.py" "$top/node/README.md" js . '{}.test.mjs'

status=0
npx tsc --noEmit || { echo "the types do not fit" >&2; status=1; }
mapfile -t vitest < <(grep -l 'from "vitest"' ./*.test.*)
mapfile -t node < <(grep -L 'from "vitest"' ./*.test.*)
npx vitest run "${vitest[@]}" --reporter=default --reporter=junit --outputFile="$run/vitest.xml" >&2 || status=1
cp "$here/hub.test.mjs" .
SCHEMA="$top/schemas/hub-seed.schema.json" \
  node --test --test-reporter=spec --test-reporter-destination=stderr --test-reporter=junit \
  --test-reporter-destination="$run/node.xml" "${node[@]}" ./hub.test.mjs || status=1
node - "$run/vitest.xml" "$run/node.xml" <<'J'
const { readFileSync } = require("node:fs");
const reports = process.argv.slice(2).map((path) => readFileSync(path, "utf8")).join("\n");
const total = reports.match(/<testcase /g)?.length ?? 0;
const failed = reports.match(/<(failure|error)[ >]/g)?.length ?? 0;
console.log(`node: ${total - failed} passed, ${failed} failed`);
J
exit "$status"
