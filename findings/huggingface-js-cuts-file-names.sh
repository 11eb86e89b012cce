#!/usr/bin/env bash
# @huggingface/hub 2.17.5 (npm): `downloadFile` puts the path of a file into a URL as it is. A name is cut at the first `#` or `?`, which git
# allows in names (a table for the language C#), and `%20` in it is read as a space: the client asks for another file, and if there is
# one, hands it over.
#
# Seen: for data/C#.csv, the file data/C is downloaded; for what?.csv, `what` is asked for, and for a%20b.csv `a b.csv`.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent @huggingface/hub@2.17.5
cat > try.mjs <<'JS'
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { downloadFile } from "@huggingface/hub";

const server = createServer((request, response) => {
  const file = decodeURIComponent(request.url.split("/resolve/main/")[1].split("?")[0]);
  response.writeHead(200, { etag: '"1"', "content-length": file.length, "content-range": `bytes 0-${file.length - 1}/${file.length}` });
  response.end(file);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const hubUrl = `http://127.0.0.1:${server.address().port}`;
const repo = { type: "dataset", name: "ana/voices" };
const served = {};
for (const path of ["data/C#.csv", "what?.csv", "a%20b.csv", "plain.csv"]) {
  served[path] = await (await downloadFile({ hubUrl, repo, path })).text();
}
server.close();
console.log(served);
assert.deepEqual(served, { "data/C#.csv": "data/C", "what?.csv": "what", "a%20b.csv": "a b.csv", "plain.csv": "plain.csv" });
JS
node try.mjs
