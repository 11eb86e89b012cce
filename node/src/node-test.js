// Helpers for `node:test`.

import { after, before, beforeEach } from "node:test";

import { MockHub } from "./index.js";

export async function mockHub(t, options) {
  const hub = await MockHub.start(options);
  t.after(() => hub.stop());
  return hub;
}

export function sharedMockHub(options) {
  const shared = { hub: undefined };
  before(async () => {
    shared.hub = await MockHub.start(options);
  });
  beforeEach(() => shared.hub.reset());
  after(() => shared.hub?.stop());
  return shared;
}
