import type { TestAPI } from "vitest";

import type { MockHub, StartOptions } from "./index.js";

/** What tests made by {@link mockHubTest} can ask for. */
export interface MockHubFixtures {
  /** How the mock of a test is started; `test.scoped({ hubOptions: … })` changes it for a suite. */
  hubOptions: StartOptions;
  /** A mock Hub of this test's own. It is started when a test asks for it and stopped when the test ends. */
  hub: MockHub;
}

/**
 * A `test` whose tests can ask for `hub`, a mock Hub of their own.
 *
 *     const test = mockHubTest({ seed: "test/hub.yaml" });
 *     test("the gate is closed", async ({ hub }) => { … });
 */
export function mockHubTest(options?: StartOptions): TestAPI<MockHubFixtures>;

/** {@link mockHubTest} with the default seed. */
export const test: TestAPI<MockHubFixtures>;
