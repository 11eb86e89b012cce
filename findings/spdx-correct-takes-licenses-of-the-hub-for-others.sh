#!/usr/bin/env bash
# spdx-correct 3.2.0 (npm), which npm itself corrects the license of a package with, knows an SPDX id that is in small letters, as the
# Hub has all of its ids, in most cases only. The data licenses of the Linux Foundation become the Common Documentation License, the
# clear BSD license loses its clause, and the LGPL for linguistic resources is taken for the LGPL of programs. Of the versions of the
# GPL, 2.0 becomes "only", 3.0 "or later".
#
# Seen: cdla-permissive-2.0 and cdla-sharing-1.0 become CDL-1.0, bsd-3-clause-clear BSD-3-Clause, lgpl-lr LGPL-3.0-or-later, gpl-2.0
# GPL-2.0-only, gpl-3.0 GPL-3.0-or-later; cc-by-4.0 and CDLA-Permissive-2.0 are kept as what they are.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent spdx-correct@3.2.0
cat > try.mjs <<'JS'
import assert from "node:assert/strict";
import correct from "spdx-correct";

const ids = "cdla-permissive-2.0 cdla-sharing-1.0 bsd-3-clause-clear lgpl-lr gpl-2.0 gpl-3.0 cc-by-4.0 CDLA-Permissive-2.0".split(" ");
const corrected = Object.fromEntries(ids.map((id) => [id, correct(id)]));
console.log(corrected);
assert.deepEqual(corrected, {
  "cdla-permissive-2.0": "CDL-1.0",
  "cdla-sharing-1.0": "CDL-1.0",
  "bsd-3-clause-clear": "BSD-3-Clause",
  "lgpl-lr": "LGPL-3.0-or-later",
  "gpl-2.0": "GPL-2.0-only",
  "gpl-3.0": "GPL-3.0-or-later",
  "cc-by-4.0": "CC-BY-4.0",
  "CDLA-Permissive-2.0": "CDLA-Permissive-2.0",
});
JS
node try.mjs 2> /dev/null
