import { mockHubTest } from "@cardlint/hub/vitest";
import { commit, datasetInfo } from "@huggingface/hub";
import { expect } from "vitest";

import { NoAccess, texts } from "./voices.js";

const test = mockHubTest({ seed: new URL("hub/", import.meta.url) });
const ANSWERS = { Company: "Bo's Radio", "I will not clone anybody's voice": "true" };

/** Reviews a request, as the owner does on the dataset's page; @huggingface/hub has no call for it. */
async function accept(owner: { hubUrl: string; accessToken: string }, user: string) {
  const response = await fetch(`${owner.hubUrl}/api/datasets/acme/voices/user-access-request/handle`, {
    method: "POST",
    headers: { authorization: `Bearer ${owner.accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ user, status: "accepted" }),
  });
  expect(response.status).toBe(200);
}

test("a reader without access is told to ask", async ({ hub }) => {
  await expect(texts(hub.as("bo"))).rejects.toThrow(NoAccess);
  await expect(texts({ hubUrl: hub.url })).rejects.toThrow(`Ask for access at ${hub.url}`);
});

test("the owner reads", async ({ hub }) => {
  expect(await texts(hub.as("ana"))).toEqual(["bom dia", "boa noite"]);
});

test("access is asked for, reviewed and used", async ({ hub }) => {
  await hub.askAccess("bo", "acme/voices", ANSWERS);
  await expect(texts(hub.as("bo"))).rejects.toThrow(NoAccess);
  const [mail] = await hub.outbox();
  expect(mail?.to).toEqual(["gate@acme.example"]);
  await accept(hub.as("ana"), "bo");
  expect(await texts(hub.as("bo"))).toHaveLength(2);
});

test("an incomplete form names its fields", async ({ hub }) => {
  await expect(hub.askAccess("bo", "acme/voices", {})).rejects.toThrow(/Company/);
});

test("a broken card is rejected", async ({ hub }) => {
  const broken = { path: "README.md", content: new Blob(["---\nlicense: [mit\n---\n"]) };
  const repo = { type: "dataset", name: "acme/voices" } as const;
  const pushed = commit({ ...hub.as("ana"), repo, title: "Break the card", operations: [{ operation: "addOrUpdate", ...broken }] });
  await expect(pushed).rejects.toThrow(/Invalid/);
  expect((await datasetInfo({ ...hub.as("bo"), name: "acme/voices" })).gated).toBe("manual");
});

test("a Hub that fails once does not go unnoticed", async ({ hub }) => {
  await hub.faults.add({ path: "/datasets/acme/voices/resolve/**", status: 503, times: 1 });
  await expect(texts(hub.as("ana"))).rejects.toThrow();
  expect(await texts(hub.as("ana"))).toHaveLength(2);
});
