#!/usr/bin/env bash
# @taplo/cli 0.7.0 (taplo 0.9, the checker behind Even Better TOML) calls a JSON Schema with a relative `$id` invalid, and with it every
# TOML file that it should check. JSON Schema 2020-12 (core, 8.2.1) takes any URI reference there, and check-jsonschema takes this one.
#
# Seen: "invalid schema file:///…", exit status 1; without `$id` the same file passes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund @taplo/cli@0.7.0 > /dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check check-jsonschema==0.39.0
printf '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "a.schema.json", "type": "object"}\n' > with.json
printf '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}\n' > without.json
echo 'name = "x"' > a.toml
node_modules/.bin/taplo --version || true # exit status 1, too
venv/bin/check-jsonschema --check-metaschema with.json
venv/bin/check-jsonschema --schemafile with.json a.toml
with=0
node_modules/.bin/taplo check --schema "file://$work/with.json" a.toml > with.log 2>&1 || with=$?
without=0
node_modules/.bin/taplo check --schema "file://$work/without.json" a.toml > /dev/null 2>&1 || without=$?
printf '%s\n' "with \$id: $with" "without: $without"
grep -o 'invalid schema' with.log
[ "$with" = 1 ] && [ "$without" = 0 ]
