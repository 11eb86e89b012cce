// Helpers for vitest.

import { test as base } from "vitest";

import { MockHub } from "./index.js";

export function mockHubTest(options = {}) {
  return base.extend({
    hubOptions: options,
    hub: async ({ hubOptions }, use) => {
      const hub = await MockHub.start(hubOptions);
      try {
        await use(hub);
      } finally {
        await hub.stop();
      }
    },
  });
}

export const test = mockHubTest();
