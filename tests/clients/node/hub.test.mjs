// The npm package as its user meets it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { MockHub, MockHubError, findBinary } from "@cardlint/hub";
import { mockHub, sharedMockHub } from "@cardlint/hub/node-test";
import { fileExists, whoAmI } from "@huggingface/hub";

const ANSWERS = {
  Company: "ACME",
  Country: "PT",
  "Date of birth": "1990-01-31",
  "I want to use this dataset for": "Research",
  "I agree to use the recordings for research only": "true",
};

async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "cardlint-node-test-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** The server processes that were started in a folder. */
function servers(cwd) {
  return readdirSync("/proc").filter((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, "utf8").includes("--exit-with-parent") && readlinkSync(`/proc/${name}/cwd`) === cwd;
    } catch {
      return false;
    }
  });
}

async function until(condition) {
  for (let tries = 0; tries < 600 && !condition(); tries++) await sleep(50);
  assert.ok(condition());
}

/** A program in a folder that imports the package. */
function script(cwd, text) {
  const hub = import.meta.resolve("@cardlint/hub");
  return spawn(process.execPath, ["--input-type=module", "-e", `import { MockHub } from ${JSON.stringify(hub)};\n${text}`], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const ended = (child) => new Promise((resolve) => child.once("close", resolve));

test("a gated flow", async (t) => {
  const hub = await mockHub(t);
  await assert.rejects(hub.askAccess("bo", "ana/voices", { Company: "ACME" }), (error) => {
    assert.ok(error instanceof MockHubError);
    assert.equal(error.status, 400);
    return /Country/.test(error.message);
  });
  await hub.askAccess("bo", "ana/voices", ANSWERS);
  assert.deepEqual(await hub.outbox(), []);
  assert.equal((await hub.clock.now()).toISOString(), "2026-01-31T12:00:00.000Z");
  assert.equal((await hub.clock.advance("P1D")).toISOString(), "2026-02-01T12:00:00.000Z");
  const [mail] = await hub.outbox();
  assert.ok(mail.users.includes("bo"), JSON.stringify(mail));
  assert.equal((await hub.clock.set(new Date("2027-01-01T00:00:00Z"))).getUTCFullYear(), 2027);
  assert.deepEqual((await hub.requests()).map(({ method, user, status }) => [method, user, status]), [
    ["POST", "bo", 400],
    ["POST", "bo", 303],
  ]);
  await until(() => /303 bo POST \/datasets\/ana\/voices\/ask-access/.test(hub.log()));
  await hub.reset();
  assert.deepEqual(await hub.requests(), []);
});

test("a state goes back and forth", async (t) => {
  const hub = await mockHub(t);
  const state = await hub.state();
  await hub.askAccess("bo", "ana/voices", ANSWERS);
  await hub.setState(state);
  assert.deepEqual(await hub.state(), state);
});

test("faults are set, listed and removed", async (t) => {
  const hub = await mockHub(t);
  await hub.faults.add({ path: "/api/whoami-v2", status: 503 });
  await assert.rejects(whoAmI(hub.as("bo")), (error) => error.statusCode === 503);
  assert.equal((await hub.faults.list())[0].status, 503);
  await hub.faults.clear();
  assert.equal((await whoAmI(hub.as("bo"))).name, "bo");
  await assert.rejects(hub.faults.add({ path: "api/**", status: 500 }), /starts with a slash/);
});

test("a seed is a path, a URL or an object", async (t) => {
  const path = await folder(t);
  await writeFile(join(path, "hub.yaml"), "users: [{ name: eve, tokens: [{ token: hf_eve }] }]\n");
  const object = { users: [{ name: "eve", tokens: [{ token: "hf_eve" }] }] };
  for (const seed of [path, join(path, "hub.yaml"), new URL(`file://${path}/`), object]) {
    const hub = await mockHub(t, { seed });
    assert.equal(hub.token("eve"), "hf_eve");
    assert.throws(() => hub.token("bo"), /the user bo has no token; users with one: eve/);
  }
});

test("cards are served as gated datasets", async (t) => {
  const path = join(await folder(t), "songs");
  await mkdir(path);
  await writeFile(join(path, "README.md"), "---\nextra_gated_fields:\n  Company: text\n---\n");
  const hub = await mockHub(t, { cards: [join(path, "README.md")] });
  await hub.askAccess("bo", "ana/songs", { Company: "ACME" });
});

test("a server that does not start says why, once", async () => {
  await assert.rejects(MockHub.start({ seed: { users: [{ nmae: "eve" }] } }), (error) => {
    assert.equal(error.message.match(/unknown key `nmae`/g)?.length, 1, error.message);
    return /exit status 2/.test(error.message);
  });
  await assert.rejects(MockHub.start({ seed: "nothing" }), /nothing/);
  await assert.rejects(MockHub.start({ binary: "/nowhere/cardlint" }), /cannot start `\/nowhere\/cardlint/);
});

test("fetch brings clients with a built-in address to the mock", async (t) => {
  const hub = await mockHub(t);
  const file = { repo: { type: "dataset", name: "ana/voices" }, path: "README.md", fetch: hub.fetch };
  assert.equal(await fileExists({ ...file, accessToken: hub.token("ana") }), true);
  const request = new Request("https://huggingface.co/api/whoami-v2", { headers: { authorization: `Bearer ${hub.token("bo")}` } });
  assert.equal((await (await hub.fetch(request)).json()).name, "bo");
  assert.equal((await hub.requests()).at(-1).user, "bo");
});

test("the mock is driven by no fetch that a test replaces", async (t) => {
  t.mock.method(globalThis, "fetch", () => assert.fail("replaced"));
  const hub = await mockHub(t);
  assert.deepEqual(await hub.requests(), []);
});

test("a stopped Hub stays stopped and says so", async () => {
  let url;
  {
    const hub = await MockHub.start();
    url = hub.url;
    await hub[Symbol.asyncDispose]();
    await hub.stop();
    await assert.rejects(hub.requests(), /is stopped/);
  }
  await assert.rejects(fetch(url));
});

test("two Hubs share nothing", async (t) => {
  const hubs = await Promise.all([1, 2, 3, 4].map(() => mockHub(t)));
  await hubs[0].askAccess("bo", "ana/voices", ANSWERS);
  assert.equal(new Set(hubs.map((hub) => hub.url)).size, 4);
  assert.deepEqual(await Promise.all(hubs.map(async (hub) => (await hub.requests()).length)), [1, 0, 0, 0]);
});

describe("a Hub for a suite", () => {
  const shared = sharedMockHub();
  for (const n of [1, 2]) {
    test(`is as new for test ${n}`, async () => {
      assert.deepEqual(await shared.hub.requests(), []);
      await shared.hub.askAccess("bo", "ana/voices", ANSWERS);
    });
  }
});

describe("no process is left", () => {
  test("after a program that forgets to stop the Hub, and ends all the same", async (t) => {
    const cwd = await folder(t);
    const child = script(cwd, "await MockHub.start();");
    assert.equal(await ended(child), 0);
    await until(() => servers(cwd).length === 0);
  });

  test("after a program that is killed", async (t) => {
    const cwd = await folder(t);
    const child = script(cwd, 'await MockHub.start(); console.log("ready"); setInterval(() => {}, 1000);');
    await new Promise((resolve) => child.stdout.once("data", resolve));
    assert.equal(servers(cwd).length, 1);
    child.kill("SIGKILL");
    await ended(child);
    await until(() => servers(cwd).length === 0);
  });
});

describe("the program", () => {
  const environment = (t, values) => {
    const before = { PATH: process.env.PATH, CARDLINT: process.env.CARDLINT };
    t.after(() => Object.assign(process.env, before));
    delete process.env.CARDLINT;
    Object.assign(process.env, values);
  };

  test("is what CARDLINT says", (t) => {
    const path = process.env.CARDLINT;
    environment(t, { CARDLINT: path });
    assert.equal(findBinary(), path);
    environment(t, { CARDLINT: "/nowhere/cardlint" });
    assert.throws(findBinary, /CARDLINT is set to \/nowhere\/cardlint, which is not a program/);
  });

  test("is that of the platform's package, else the one on PATH", async (t) => {
    const path = await folder(t);
    const program = process.env.CARDLINT;
    environment(t, { PATH: path });
    assert.throws(findBinary, new RegExp(`cannot find the cardlint program.*@cardlint/hub-${process.platform}-${process.arch}`));
    await symlink(program, join(path, "cardlint"));
    assert.equal(findBinary(), join(path, "cardlint"));

    const own = new URL(`./node_modules/@cardlint/hub-${process.platform}-${process.arch}/`, import.meta.url).pathname;
    t.after(() => rm(own, { recursive: true, force: true }));
    await mkdir(join(own, "bin"), { recursive: true });
    await writeFile(join(own, "package.json"), "{}");
    await writeFile(join(own, "bin/cardlint"), "#!/bin/sh\n");
    await chmod(join(own, "bin/cardlint"), 0o755);
    assert.equal(findBinary(), join(own, "bin/cardlint"));
  });
});

test("the seed's type has the keys of its schema", () => {
  const types = readFileSync(new URL("./node_modules/@cardlint/hub/src/index.d.ts", import.meta.url), "utf8");
  const schema = JSON.parse(readFileSync(process.env.SCHEMA, "utf8"));
  const shapes = [schema, ...Object.values(schema.$defs)].filter((shape) => shape.properties);
  assert.ok(shapes.length > 5);
  for (const shape of shapes) {
    for (const key of Object.keys(shape.properties)) {
      assert.match(types, new RegExp(`\\b${key}\\??:`), `${key} of ${shape.title ?? "a shape"}`);
    }
  }
});
