/** Which program is taken, and what is said where there is none. */

import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { find } from "../src/binary";

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "cardlint-"));
}

async function program(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "cardlint");
  await writeFile(path, `#!/bin/sh\necho "cardlint ${version}"\n`);
  await chmod(path, 0o755);
  return path;
}

test("the setting comes first, then the PATH, then the extension", async () => {
  const root = await folder();
  const set = await program(join(root, "set"), "1");
  const path = await program(join(root, "path"), "2");
  const bundled = await program(join(root, "extension/bin"), "3");
  const places = { setting: "", workspace: root, path: `/nowhere:${join(root, "path")}`, extension: join(root, "extension") };
  assert.deepEqual(await find({ ...places, setting: set }), { command: set, from: "setting", version: "cardlint 1" });
  assert.deepEqual(await find({ ...places, setting: "set/cardlint" }), { command: set, from: "setting", version: "cardlint 1" });
  assert.deepEqual(await find(places), { command: path, from: "PATH", version: "cardlint 2" });
  assert.deepEqual(await find({ ...places, path: "" }), { command: bundled, from: "bundled", version: "cardlint 3" });
});

test("an error says what to do", async () => {
  const places = { setting: "", workspace: undefined, path: "", extension: "/nowhere" };
  await assert.rejects(find(places), /not on the PATH: install it/);
  await assert.rejects(find({ ...places, setting: "/nowhere/cardlint" }), /names \/nowhere\/cardlint, which is not a program/);
  const root = await folder();
  const broken = join(root, "cardlint");
  await writeFile(broken, "#!/bin/sh\nexit 3\n");
  await chmod(broken, 0o755);
  await assert.rejects(find({ ...places, setting: broken }), /does not run/);
});
