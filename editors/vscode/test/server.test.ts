/** The extension's requests to the real server: `CARDLINT` names the program. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";

import { find } from "../src/binary";
import { type GateForm, gateForm, page } from "../src/form";
import { verdict } from "../src/verdict";

const card = "---\nlicense: Apache-2.0\nextra_gated_fields:\n  Company: text\n  Country: \n---\n# Voices\n";

test("a session of the extension", async () => {
  const program = process.env["CARDLINT"];
  assert.ok(program, "CARDLINT names the program");
  const binary = await find({ setting: "", workspace: undefined, path: dirname(program), extension: "/nowhere" });
  assert.match(binary.version, /^cardlint \d/);
  const folder = await mkdtemp(join(tmpdir(), "cardlint-"));
  await writeFile(join(folder, "README.md"), card);
  const uri = pathToFileURL(join(folder, "README.md")).href;

  const server = spawn(binary.command, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const capabilities = {
    general: { positionEncodings: ["utf-16"] },
    textDocument: { diagnostic: {}, completion: { completionItem: { snippetSupport: true } } },
    workspace: { workspaceEdit: { documentChanges: true } },
  };
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
  });
  await connection.sendNotification("initialized", {});
  const textDocument = { uri };
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "markdown", version: 1, text: card },
  });

  const report = await connection.sendRequest<{ items: { severity: number; code: string }[] }>("textDocument/diagnostic", { textDocument });
  assert.deepEqual(new Set(report.items.map((item) => item.code)), new Set(["unknown-license", "gate-field-type"]));
  const levels = report.items.map((item) => (item.severity === 1 ? "error" : "warning") as "error" | "warning");
  assert.equal(verdict(levels).text, "$(error) card: 2 errors");

  const completed = await connection.sendRequest<{ items: { label: string }[] }>("textDocument/completion", {
    textDocument,
    position: { line: 4, character: 11 },
  });
  assert.ok(completed.items.some((item) => item.label === "country"));

  const form = await connection.sendRequest<GateForm>(gateForm, { textDocument, position: { line: 3, character: 4 } });
  assert.equal(form.active, "field-1");
  assert.match(page(form, "abc"), /Company/);

  const actions = await connection.sendRequest<{ kind: string }[]>("textDocument/codeAction", {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ["source.fixAll.cardlint"] },
  });
  assert.deepEqual(actions.map((action) => action.kind), ["source.fixAll.cardlint"]);

  await connection.sendRequest("shutdown");
  const ended = new Promise((resolve) => server.on("exit", resolve));
  await connection.sendNotification("exit");
  assert.equal(await ended, 0);
  connection.dispose();
});
