#!/usr/bin/env bash
# gray-matter 4.0.3 and front-matter 4.0.2 (npm) bring js-yaml 3, the Hub reads cards by js-yaml 4 (here 4.3.2). 3 reads YAML 1.1, as PyYAML
# does: digits behind a zero are octal, times are seconds, underscores are part of a number. And `0o14` is a text to it, which is 12
# to the Hub. So a site or a script that lists cards shows other values than the Hub, of unquoted text such as the version `012`.
#
# Seen: [10, 45045, 1000, "0o14"] by both, [12, "12:30:45", "1_000", 12] by js-yaml 4.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent gray-matter@4.0.3 front-matter@4.0.2 js-yaml@4.3.2
cat > try.mjs <<'JS'
import assert from "node:assert/strict";
import front from "front-matter";
import matter from "gray-matter";
import { load } from "js-yaml";

const yaml = "a: 012\nb: 12:30:45\nc: 1_000\nd: 0o14\n";
const card = `---\n${yaml}---\n# Voices\n`;
const gray = Object.values(matter(card).data);
const npm = Object.values(front(card).attributes);
const hub = Object.values(load(yaml));
console.log({ gray, npm, hub });
assert.deepEqual(gray, [10, 45045, 1000, "0o14"]);
assert.deepEqual(npm, gray);
assert.deepEqual(hub, [12, "12:30:45", "1_000", 12]);
JS
node try.mjs
