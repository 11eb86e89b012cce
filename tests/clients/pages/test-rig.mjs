// The page of the mock itself: clock, faults, request log, reset.
import assert from "node:assert/strict";
import { test } from "./browser.mjs";
import { bo, says } from "./people.mjs";

await test("the test rig: clock, faults, request log, reset", async () => {
  await bo.goto("/_mock");
  await says(bo, "2026-01-31T12:00:00.000Z");
  await bo.getByRole("button", { name: "Advance a day" }).click();
  await says(bo, "2026-02-01T12:00:00.000Z");
  await bo.getByText("Add a fault…").click();
  await bo.getByLabel("Path").fill("/api/whoami-v2");
  await bo.getByLabel("How often").fill("1");
  await bo.getByRole("button", { name: "Add the fault" }).click();
  await says(bo, "/api/whoami-v2");
  assert.equal((await bo.request.get("/api/whoami-v2")).status(), 503);
  assert.notEqual((await bo.request.get("/api/whoami-v2")).status(), 503);
  await bo.reload();
  await says(bo, "GET /api/whoami-v2");
  await bo.getByRole("button", { name: "Reset to the seed" }).click();
  await says(bo, "2026-01-31T12:00:00.000Z");
  await says(bo, "No requests yet.");
});
