#!/usr/bin/env bash
# gray-matter 4.0.3 (npm) keeps what it read of a text, and hands out the same object for the same text. A program that changes the
# metadata of one card has changed those of each card with the same text, such as two copies of a template, and of a second reading.
# With options, even empty ones, each reading is its own.
#
# Seen: after `license` of the first copy was set to cc-by-4.0, a second reading of its text has cc-by-4.0 as well; with `{}`, mit.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent gray-matter@4.0.3
cat > try.mjs <<'JS'
import assert from "node:assert/strict";
import matter from "gray-matter";

const template = "---\nlicense: mit\n---\n# Voices\n";
matter(template).data.license = "cc-by-4.0";
const again = matter(template).data.license;
const own = matter(template, {}).data.license;
console.log({ again, own });
assert.deepEqual({ again, own }, { again: "cc-by-4.0", own: "mit" });
JS
node try.mjs
