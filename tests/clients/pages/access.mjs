// Asking for access, and reviewing requests: the gate form, the lists of requests, the report.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { person, test, violations } from "./browser.mjs";
import { ana, ask, bo, endpoint, fill, nobody, reset, review, says } from "./people.mjs";

await test("without a session the box says so and leads to the login and back", async () => {
  await nobody.goto("/datasets/ana/voices");
  await says(nobody, "Tell us who you are");
  await says(nobody, "Log in or Sign Up to review the conditions and access this dataset content.");
  await nobody.locator("#gate").getByRole("link", { name: "Log in" }).click();
  await nobody.getByRole("button", { name: "Log in as bo", exact: true }).click();
  assert.equal(new URL(nobody.url()).pathname, "/datasets/ana/voices");
  await nobody.getByRole("button", { name: "Log out" }).click();
  await nobody.getByRole("link", { name: "Log in" }).waitFor();
});

await test("ask with every type of field, pending, accept, read a file", async () => {
  await reset();
  await bo.goto("/datasets/ana/voices");
  await fill(bo);
  await bo.getByRole("button", { name: "Agree and ask for access" }).click();
  await says(bo, "has been submitted and is awaiting a review from the repository authors.");
  assert.equal((await bo.goto("/datasets/ana/voices/blob/main/data.csv")).status(), 403);
  await says(bo, "is awaiting a review from the repo authors.");

  await ana.goto("/datasets/ana/voices/settings");
  await ana.getByRole("link", { name: "Review access requests (1)" }).click();
  for (const answer of ["bo@example.com", "Museu do Fado", "PT", "2026-01-30", "other", "DE", "true"]) await says(ana, answer);
  await ana.getByRole("button", { name: "Accept the request of bo" }).click();
  await says(ana, "The request was accepted.");
  await says(ana, "accepted (1)");

  await bo.goto("/datasets/ana/voices");
  await says(bo, "You have been granted access to this dataset");
  await bo.getByRole("link", { name: "data.csv", exact: true }).first().click();
  await says(bo, "1,hello");
  const file = await bo.request.get("/datasets/ana/voices/resolve/main/data.csv");
  assert.equal(await file.text(), "id,text\n1,hello\n");
});

await test("the report is downloaded and holds the request", async () => {
  await ana.goto("/datasets/ana/voices/settings");
  const download = ana.waitForEvent("download");
  await ana.getByRole("link", { name: "Download user access report" }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  assert.deepEqual(report.map(({ user, status, email }) => ({ user, status, email })), [
    { user: "bo", status: "accepted", email: "bo@example.com" },
  ]);
});

await test("mistakes come back beside their fields, with what was typed", async () => {
  await reset();
  await bo.goto("/datasets/ana/voices");
  await fill(bo);
  await bo.getByLabel("Affiliation").fill("   ");
  const answered = bo.waitForResponse((response) => response.url().includes("ask-access"));
  await bo.getByRole("button", { name: "Agree and ask for access" }).click();
  assert.equal((await answered).status(), 400);
  const wrong = bo.getByLabel("Affiliation");
  assert.equal(await wrong.getAttribute("aria-invalid"), "true");
  const described = await wrong.getAttribute("aria-describedby");
  assert.match(await bo.locator(`#${described}`).innerText(), /Affiliation must be answered/);
  assert.equal(await bo.getByLabel("Date of your agreement").inputValue(), "2026-01-30");
  assert.equal(await bo.getByLabel("Country").inputValue(), "PT");
  assert.ok(await bo.getByLabel("I agree to the terms above").isChecked());
  await bo.getByRole("alert").getByRole("link", { name: "Affiliation" }).click();
  assert.deepEqual(await violations(bo), []);
  await wrong.fill("Museu do Fado");
  await bo.getByRole("button", { name: "Agree and ask for access" }).click();
  await says(bo, "is awaiting a review");
});

await test("reject with a reason, which the requester reads", async () => {
  await review(ana, "ana/voices", "pending");
  await ana.getByText("Reject…").click();
  await ana.getByLabel("Why reject? (optional, bo will see it)").fill("Please ask with your <work> address 🙂");
  await ana.getByRole("button", { name: "Reject", exact: true }).click();
  await says(ana, "The request was rejected.");
  await bo.goto("/datasets/ana/voices");
  await says(bo, "Your request to access this repo has been rejected by the repo's authors.");
  await says(bo, "Please ask with your <work> address 🙂");
});

await test("reset: the form is shown again and a mail is sent", async () => {
  await review(ana, "ana/voices", "rejected");
  await ana.getByText("Reset…").click();
  await ana.getByRole("button", { name: "Reset", exact: true }).click();
  await bo.goto("/datasets/ana/voices");
  await says(bo, "has been reset by the repo's authors.");
  await fill(bo);
  await bo.getByRole("button", { name: "Agree and ask for access" }).click();
  await says(bo, "is awaiting a review");
  await bo.goto("/_mock");
  await says(bo, "a request was reset, to bo@example.com");
});

await test("cancel on the requester's page", async () => {
  await bo.goto("/settings/gated-repos");
  await says(bo, "PENDING");
  await bo.getByText("Cancel…").click();
  await says(bo, "Are you sure you want to cancel this access request?");
  await bo.getByRole("button", { name: "Yes, cancel" }).click();
  await says(bo, "You have not asked for access");
  await bo.goto("/datasets/ana/voices");
  await bo.getByLabel("Affiliation").waitFor();
});

await test("grant by Add access", async () => {
  await ana.goto("/datasets/ana/voices/settings");
  await ana.getByRole("link", { name: "Add access" }).click();
  await ana.getByLabel("User", { exact: true }).fill("zz");
  await ana.getByRole("button", { name: "Search" }).click();
  await says(ana, "No results found :(");
  await ana.getByLabel("User", { exact: true }).fill("Bo");
  await ana.getByRole("button", { name: "Search" }).click();
  await ana.getByRole("button", { name: "Grant access to bo" }).click();
  await says(ana, "Access was granted.");
  await bo.goto("/datasets/ana/voices");
  await says(bo, "You have been granted access to this dataset");
  await review(ana, "ana/voices", "accepted");
  await says(ana, "Granted by ana");
  assert.ok(!(await ana.locator("main").innerText()).includes("bo@example.com"), "a granted user's address is not shown");
  await ana.getByRole("button", { name: "Cancel the request of bo" }).click();
  await says(ana, "The request is pending again.");
});

await test("several requests at once, and the search", async () => {
  await reset();
  const cy = await person(endpoint, "cy");
  for (const page of [bo, cy]) await ask(page, "datasets/ana/plain");
  await review(ana, "ana/plain", "pending");
  await says(ana, "pending (2)");
  await ana.getByLabel("Search requests").fill("C");
  await ana.locator("#review").getByRole("button", { name: "Search" }).click();
  await says(ana, "1 matching result");
  await review(ana, "ana/plain", "pending");
  await ana.getByRole("button", { name: "Accept selected" }).click();
  await says(ana, "No request is selected");
  await ana.getByLabel("Select access request from bo").check();
  await ana.getByLabel("Select access request from cy").check();
  await ana.getByRole("button", { name: "Accept selected" }).click();
  await says(ana, "The selected requests were reviewed.");
  await review(ana, "ana/plain", "accepted");
  await says(ana, "accepted (2)");
  await cy.context().close();
});

await test("models have the same pages", async () => {
  await bo.goto("/ana/net");
  await says(bo, "to access this model");
  await bo.getByRole("button", { name: "Agree and send request to access repo" }).click();
  await says(bo, "is awaiting a review");
  await ana.goto("/ana/net/settings?gated_access_request=true");
  await ana.getByRole("button", { name: "Accept the request of bo" }).click();
  await bo.goto("/ana/net/blob/main/weights.txt");
  await says(bo, "0.1 0.2");
});
