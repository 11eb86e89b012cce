#!/usr/bin/env bash
# @huggingface/hub 2.17.5 (npm): an error of `downloadFile` does not say why a gated file is refused. The Hub answers such a file with
# 403, `X-Error-Code: GatedRepo`, and the reason as text/plain and in `X-Error-Message`; the client takes a message from JSON bodies
# only, so that "awaiting a review", "rejected" and "ask for access" all read "Api error with status 403". And it reads no
# HF_ENDPOINT: a call without `hubUrl` goes to huggingface.co.
# Exit status 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent @huggingface/hub@2.17.5
cat > try.mjs <<'J'
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { downloadFile, whoAmI } from "@huggingface/hub";

const reason = "Your request to access dataset ana/voices is awaiting a review from the repo authors.";
const server = createServer((request, response) => {
  response.writeHead(403, { "content-type": "text/plain; charset=utf-8", "x-error-code": "GatedRepo", "x-error-message": reason });
  response.end(reason);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const hubUrl = `http://127.0.0.1:${server.address().port}`;
const repo = { type: "dataset", name: "ana/voices" };
const error = await downloadFile({ hubUrl, repo, path: "train.csv" }).catch((error) => error);
server.close();
console.log(`statusCode: ${error.statusCode}`);
console.log(`message: ${error.message.replace(hubUrl, "")}`);
assert.equal(error.statusCode, 403);
assert.ok(!error.message.includes("awaiting a review"));

process.env.HF_ENDPOINT = hubUrl;
const asked = [];
const fetch = async (url) => (asked.push(String(url)), new Response("{}", { status: 401 }));
await whoAmI({ accessToken: "hf_x", fetch }).catch(() => {});
console.log(`with HF_ENDPOINT alone it asks: ${asked[0]}`);
assert.ok(asked[0].startsWith("https://huggingface.co/"));
J
node try.mjs
