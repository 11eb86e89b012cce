// Every flow of the mock Hub's pages, as the people who use them: `ana` owns, `bo` asks.
import assert from "node:assert/strict";
import { end, test, trouble } from "./browser.mjs";

// One after the other: all of them use the same Hub.
for (const subject of ["access", "settings", "hostile", "test-rig", "accessibility", "preview", "accounts"]) {
  await import(`./${subject}.mjs`);
}

await test("no page asked anything of another server, ran into its policy or raised an error", () => {
  assert.deepEqual([...new Set(trouble)], []);
});

await end();
