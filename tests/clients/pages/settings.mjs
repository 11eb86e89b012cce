// The settings of a gate: approval, notifications, members of the organization, gating groups.
import assert from "node:assert/strict";
import { person, test } from "./browser.mjs";
import { ana, ask, bo, endpoint, nobody, reset, says } from "./people.mjs";

await test("automatic approval, then disabled", async () => {
  await reset();
  await ana.goto("/datasets/ana/plain/settings");
  await ana.getByLabel("New requests:").selectOption({ label: "Automatic approval" });
  await ana.getByRole("button", { name: "Save how new requests are handled" }).click();
  await bo.goto("/datasets/ana/plain");
  await bo.getByRole("button", { name: "Agree and access repository" }).click();
  await says(bo, "You have been granted access to this dataset");
  await ana.getByRole("button", { name: "Disable Access requests" }).click();
  await says(ana, "Access requests are currently disabled for this dataset.");
  await nobody.goto("/datasets/ana/plain/blob/main/data.csv");
  await says(nobody, "data.csv");
  await ana.getByRole("button", { name: "Enable Access requests" }).click();
  await says(ana, "Access requests are currently enabled for this dataset.");
});

await test("notifications at once: the mail is in the outbox; a bad address is refused", async () => {
  await reset();
  await ana.goto("/datasets/ana/plain/settings");
  await ana.getByLabel("Notifications frequency").selectOption({ label: "Real-time" });
  await ana.getByLabel("Notifications email").fill("gate@example.com");
  await ana.getByRole("button", { name: "Save notifications" }).click();
  await says(ana, "Saved.");
  await ask(bo, "datasets/ana/plain");
  await bo.goto("/_mock");
  await says(bo, "to gate@example.com");
  const refused = await ana.request.post("/datasets/ana/plain/settings", { form: { notifications_email: "no address" } });
  assert.equal(refused.status(), 400);
  assert.match(await refused.text(), /is not an e-mail address/);
});

await test("members of the organization are gated when the settings say so", async () => {
  const cy = await person(endpoint, "cy");
  await cy.goto("/datasets/acme/guarded");
  await says(cy, "You have been granted access");
  await ana.goto("/datasets/acme/guarded/settings");
  await ana.getByLabel("Also gate access for members of acme").check();
  await ana.getByRole("button", { name: "Save who of acme is gated" }).click();
  assert.ok(await ana.getByLabel("Also gate access for members of acme").isChecked());
  await cy.reload();
  await cy.getByRole("button", { name: "Agree and send request to access repo" }).waitFor();
  await cy.context().close();
});

await test("a gating group: one request for two datasets", async () => {
  await reset();
  await ana.goto("/");
  await ana.getByRole("link", { name: "Speech" }).click();
  await ana.getByRole("radio", { name: "Manual Review" }).check();
  await ana.getByRole("button", { name: "Save" }).click();
  await says(ana, "This collection is a gating group");
  assert.ok(await ana.getByRole("img", { name: "Gating group" }).isVisible());
  await bo.goto("/datasets/acme/calls");
  await bo.getByLabel("Project").fill("Phonetics");
  await bo.getByRole("button", { name: "Agree and send request to access repo" }).click();
  await bo.goto("/datasets/acme/letters");
  await says(bo, "is awaiting a review");
  await ana.goto("/datasets/acme/letters/settings");
  await says(ana, "belongs to the gating group Speech");
  await ana.getByRole("link", { name: "Review access requests (1)" }).click();
  await ana.getByRole("button", { name: "Accept the request of bo" }).click();
  for (const name of ["calls", "letters"]) {
    await bo.goto(`/datasets/acme/${name}`);
    await says(bo, "You have been granted access to this dataset");
  }
});
