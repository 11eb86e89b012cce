// What a TypeScript user writes: only compiled.

import { MockHub, MockHubError, findBinary } from "@cardlint/hub";
import type { Fault, RecordedRequest, Seed } from "@cardlint/hub";
import { mockHub, sharedMockHub } from "@cardlint/hub/node-test";
import { test as withHub } from "@cardlint/hub/vitest";
import { test } from "node:test";

const seed: Seed = {
  users: [{ name: "ana", tokens: [{ token: "hf_ana", role: "write" }] }],
  repos: [{ id: "ana/voices", gated: "manual", files: { "README.md": "# Voices\n" } }],
};

export async function everything(): Promise<number> {
  await using hub = await MockHub.start({ seed, args: ["--log-format", "json"], binary: findBinary() });
  const fault: Fault = { profile: "rate-limit", path: "/api/**", user: "ana", times: 2 };
  await hub.faults.add(fault);
  await hub.faults.add({ path: "/**", phase: "after", abort: true });
  const requests: RecordedRequest[] = await hub.requests({ status: 429, limit: 10 });
  const later: Date = await hub.clock.advance("P1D");
  const [mail] = await hub.outbox();
  const [set] = await hub.faults.list();
  return requests.length + later.getTime() + (mail?.to.length ?? 0) + (set?.hits ?? 0);
}

export function wrong(error: unknown): number {
  // @ts-expect-error: a Hub is made by `start`
  new MockHub();
  // @ts-expect-error: a profile has one of four names
  const fault: Fault = { profile: "ratelimit" };
  // @ts-expect-error: a misspelled key of a seed
  const misspelled: Seed = { user: [] };
  return error instanceof MockHubError ? error.status : Object.keys({ ...fault, ...misspelled }).length;
}

const shared = sharedMockHub({ seed });
test("helpers", async (t) => {
  const hub = await mockHub(t);
  return void [hub.url, shared.hub.url, await shared.hub.fetch(`${hub.url}/api/whoami-v2`)];
});
withHub("fixture", async ({ hub, hubOptions }) => void [hub.as("bo").accessToken, hubOptions.port]);
