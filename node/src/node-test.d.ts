import type { MockHub, StartOptions } from "./index.js";

/**
 * Starts a mock Hub for one test; it is stopped when the test ends.
 *
 *     test("the gate is closed", async (t) => {
 *       const hub = await mockHub(t);
 *     });
 */
export function mockHub(t: { after(fn: () => unknown): void }, options?: StartOptions): Promise<MockHub>;

/**
 * Registers hooks in the current suite (or file): one mock Hub for all of its tests, reset before each, stopped after the last.
 * The property `hub` is set once the first test runs.
 */
export function sharedMockHub(options?: StartOptions): { readonly hub: MockHub };
