// Every flow of the mock Hub's pages, as the people who use them: `ana` owns, `bo` asks.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cardlint, end, folder, logIn, person, serve, test, trouble, violations } from "./browser.mjs";

const endpoint = await serve();
const ana = await person(endpoint, "ana");
const bo = await person(endpoint, "bo");
const nobody = await person(endpoint);
/** Where screenshots go; none are taken without. */
const shots = process.env.PAGES_SHOTS;

const says = async (page, words) => assert.ok((await page.locator("main").innerText()).includes(words), `"${words}" on ${page.url()}`);
const reset = async () => {
  assert.equal((await ana.request.post("/_mock/reset", { data: {} })).status(), 200);
  for (const [page, name] of [[ana, "ana"], [bo, "bo"]]) {
    await page.goto("/login");
    await logIn(page, name);
  }
};
const fill = async (page) => {
  await page.getByLabel("Affiliation").fill("Museu do Fado");
  await page.getByLabel("Country").selectOption("PT");
  await page.getByLabel("Date of your agreement").fill("2026-01-30");
  await page.getByLabel("I want to use this dataset for").selectOption({ label: "Something else" });
  await page.getByLabel("I agree to the terms above").check();
};
const review = async (page, repo, status) => page.goto(`/datasets/${repo}/settings?gated_access_request=true&status=${status}`);
const ask = async (page, repo) => {
  await page.goto(`/${repo}`);
  await page.locator("#gate button").click();
  await page.locator("#gate form").waitFor({ state: "detached" });
};

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

await test("hostile labels, options and Markdown do no harm", async () => {
  await reset();
  for (const page of [bo, nobody]) {
    await page.goto("/datasets/ana/hostile");
    assert.equal(await page.evaluate(() => window.harm), undefined);
    assert.equal(await page.locator("main script, main style, main iframe, main svg:not(.icon), [onclick], [onerror], [onload]").count(), 0);
    assert.equal(await page.locator('a[href^="javascript:" i], a[href^="data:" i]').count(), 0);
    assert.equal(await page.locator('[style]').count(), 0);
  }
  await bo.goto("/datasets/ana/hostile");
  assert.equal(await bo.getByRole("button", { name: "Free prize" }).count(), 0);
  await bo.getByText("click me").click();
  for (const line of await bo.locator('#gate input[type="text"]').all()) await line.fill("<script>window.harm='answer'</script> שלום 🦜");
  await bo.getByLabel("I 💛 data 👩🏽‍🔬").check();
  await bo.getByLabel("<b>Pick</b>").selectOption({ index: 1 });
  await bo.locator("#gate form button").click();
  await says(bo, "is awaiting a review");
  await review(ana, "ana/hostile", "pending");
  assert.equal(await ana.evaluate(() => window.harm), undefined);
  await says(ana, "<script>window.harm='answer'</script> שלום 🦜");
  await says(ana, "</select><script>window.harm = 'option'</script>");
  assert.deepEqual(await violations(ana), []);
});

await test("three hundred fields, each once", async () => {
  await bo.goto("/datasets/ana/many");
  const lines = bo.locator('#gate input[type="text"]');
  assert.equal(await lines.count(), 300);
  assert.equal(await bo.evaluate(() => {
    const lines = [...document.querySelectorAll("#gate input[type=text]")];
    lines.forEach((line, n) => (line.value = `answer ${n}`));
    return new Set(lines.map((line) => line.name)).size;
  }), 300);
  await bo.locator("#gate form button").click();
  await says(bo, "You have been granted access to this dataset");
});

await test("forms of other sites are refused, a plain post needs no token", async () => {
  const post = (headers) => bo.request.post("/datasets/ana/plain/ask-access", { form: { a: "b" }, headers, maxRedirects: 0 });
  assert.equal((await post({ origin: "https://evil.example" })).status(), 403);
  assert.equal((await post({ "sec-fetch-site": "cross-site" })).status(), 403);
  assert.equal((await post({})).status(), 303);
  const led = await nobody.request.post("/login", { form: { user: "bo", next: "//evil.example" }, maxRedirects: 0 });
  assert.equal(led.headers().location, "/");
  assert.match(led.headers()["set-cookie"], /HttpOnly; SameSite=Lax/);
  const policy = (await nobody.request.get("/datasets/ana/voices")).headers()["content-security-policy"];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
});

await test("who may not see the settings is told so", async () => {
  assert.equal((await bo.goto("/datasets/ana/voices/settings")).status(), 403);
  await says(bo, "You have read access but not the required permissions");
  const stranger = await person(endpoint);
  assert.equal((await stranger.goto("/settings/gated-repos")).status(), 401);
  await stranger.locator("main").getByRole("link", { name: "Log in" }).click();
  await stranger.getByRole("button", { name: "Log in as bo", exact: true }).click();
  assert.equal(new URL(stranger.url()).pathname, "/settings/gated-repos");
  assert.equal((await stranger.goto("/datasets/ana/nothing")).status(), 404);
  assert.equal((await stranger.goto("/no/such/page/at/all")).status(), 404);
  await says(stranger, "Nothing here");
  await stranger.context().close();
});

await test("the test rig: clock, faults, journal, reset", async () => {
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

await test("everything works without scripts", async () => {
  await reset();
  const owner = await person(endpoint, "ana", { javaScriptEnabled: false });
  const reader = await person(endpoint, "bo", { javaScriptEnabled: false });
  await reader.goto("/datasets/ana/voices");
  await fill(reader);
  await reader.getByRole("button", { name: "Agree and ask for access" }).click();
  await says(reader, "is awaiting a review");
  await review(owner, "ana/voices", "pending");
  await owner.getByText("Reject…").click();
  await owner.getByLabel("Why reject? (optional, bo will see it)").fill("no");
  await owner.getByRole("button", { name: "Reject", exact: true }).click();
  await says(owner, "The request was rejected.");
  await owner.goto("/datasets/ana/voices/settings");
  await owner.getByLabel("New requests:").selectOption("auto");
  await owner.getByRole("button", { name: "Save how new requests are handled" }).click();
  await says(owner, "Saved");
  for (const page of [owner, reader]) await page.context().close();
});

await test("the form is filled in and sent by keyboard", async () => {
  await reset();
  await bo.goto("/datasets/ana/plain");
  await bo.keyboard.press("Tab");
  assert.equal(await bo.evaluate(() => document.activeElement.className), "skip");
  for (let press = 0; press < 40; press += 1) {
    if (await bo.evaluate(() => document.activeElement.matches("#gate form button"))) break;
    await bo.keyboard.press("Tab");
  }
  const outline = await bo.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  await bo.keyboard.press("Enter");
  await says(bo, "is awaiting a review");
});

await test("a card is previewed and followed", async () => {
  const card = join(folder, "README.md");
  writeFileSync(join(folder, "map.svg"), "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='90'><rect width='160' height='90'/></svg>");
  writeFileSync(card, "---\nlicense: mitt\nextra_gated_fields:\n  Company: text\n---\n# First\n\n![The map](map.svg)\n");
  const address = await cardlint("preview", card);
  const author = await person(new URL(address).origin);
  await author.goto(address);
  await author.getByLabel("Company").waitFor();
  const findings = author.locator("#preview");
  assert.match(await findings.innerText(), /unknown-license[\s\S]*mitt/);
  assert.equal(await author.getByAltText("The map").evaluate((image) => image.naturalWidth), 160);
  for (const [colorScheme, width] of [["light", 1280], ["dark", 390]]) {
    await author.emulateMedia({ colorScheme });
    await author.setViewportSize({ width, height: 844 });
    assert.deepEqual(await violations(author), []);
    assert.ok(await author.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    if (shots) await author.screenshot({ path: join(shots, `preview-${colorScheme}-${width}.png`), fullPage: true });
  }
  writeFileSync(card, "---\nlicense: mit\nextra_gated_fields:\n  Company: text\n  Country: country\n---\n# Second\n");
  await author.getByRole("heading", { name: "Second" }).waitFor();
  await author.getByLabel("Country").waitFor();
  assert.match(await findings.innerText(), /finds nothing wrong/);
  await author.getByLabel("Company").fill("ACME");
  await author.getByLabel("Country").selectOption("PT");
  await author.locator("#gate form button").click();
  await author.getByText("is awaiting a review").waitFor();
  await author.getByRole("button", { name: "Show the form again" }).click();
  await author.getByLabel("Company").waitFor();
  writeFileSync(card, "---\nlicense: MIT # as the code\nextra_gated_fields:\n  Company: text\n---\n# Third\n");
  await author.getByRole("button", { name: "Write `mit`" }).click();
  await author.getByText("finds nothing wrong").waitFor();
  assert.match(readFileSync(card, "utf8"), /^---\nlicense: mit # as the code\n/);
  await author.context().close();
});

await test("every page in both themes, on a phone and on a desk: no violation of WCAG 2.2 AA, nothing sticks out", async () => {
  await reset();
  await ask(bo, "datasets/ana/plain");
  await bo.goto("/datasets/ana/voices");
  await fill(bo);
  await bo.locator("#gate form button").click();
  const collection = (await ana.goto("/"), await ana.getByRole("link", { name: "Speech" }).getAttribute("href"));
  const pages = {
    home: [ana, "/"],
    login: [nobody, "/login"],
    "dataset-logged-out": [nobody, "/datasets/ana/voices"],
    "dataset-form": [null, "/datasets/ana/voices"],
    "dataset-pending": [bo, "/datasets/ana/voices"],
    "dataset-owner": [ana, "/datasets/ana/voices"],
    hostile: [null, "/datasets/ana/hostile"],
    model: [null, "/ana/net"],
    files: [ana, "/datasets/ana/voices/tree/main"],
    blob: [ana, "/datasets/ana/voices/blob/main/README.md"],
    account: [ana, "/ana"],
    organization: [bo, "/acme"],
    settings: [ana, "/datasets/ana/voices/settings"],
    "add-access": [ana, "/datasets/ana/voices/settings?gated_add_user=true&user=c"],
    review: [ana, "/datasets/ana/voices/settings?gated_access_request=true"],
    "gated-repos": [bo, "/settings/gated-repos"],
    tokens: [ana, "/settings/tokens"],
    device: [ana, "/oauth/device?user_code=BCDF-GHJK"],
    collection: [ana, collection],
    rig: [ana, "/_mock"],
    unauthorized: [nobody, "/settings/gated-repos"],
    forbidden: [bo, "/datasets/ana/voices/settings"],
    gated: [bo, "/datasets/ana/voices/blob/main/data.csv"],
    missing: [ana, "/datasets/ana/nothing"],
  };
  const cy = await person(endpoint, "cy");
  const found = [];
  for (const [name, [who, path]] of Object.entries(pages)) {
    const page = who ?? cy;
    await page.goto(path);
    for (const details of await page.locator("details").all()) await details.evaluate((each) => (each.open = true));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) found.push(`${name} ${width}px: sticks out by ${overflow}px`);
        if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`), fullPage: true });
        if (width === 390 || colorScheme === "dark") {
          found.push(...(await violations(page)).map((violation) => `${name} ${colorScheme} ${width}px: ${violation}`));
        }
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 844 });
  }
  assert.deepEqual(found, []);
});

await test("a login by device code is allowed on its page", async () => {
  await reset();
  const begun = await (await nobody.request.post("/oauth/device", { form: { client_id: "cli" } })).json();
  const poll = () => nobody.request.post("/oauth/token", {
    form: { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: begun.device_code, client_id: "cli" },
  });
  assert.equal((await (await poll()).json()).error, "authorization_pending");
  await nobody.goto(begun.verification_uri_complete);
  await says(nobody, "You have to be logged in");
  await ana.goto("/oauth/device");
  await ana.getByLabel("Code").fill(begun.user_code.toLowerCase());
  await ana.getByRole("button", { name: "Authorize" }).click();
  await says(ana, "The client is logged in.");
  const { access_token } = await (await poll()).json();
  const me = await nobody.request.get("/api/whoami-v2", { headers: { authorization: `Bearer ${access_token}` } });
  assert.equal((await me.json()).name, "ana");
});

await test("a token is made, works, and is deleted", async () => {
  await bo.goto("/settings/tokens");
  await bo.getByLabel("Token name").fill("nightly");
  await bo.getByLabel("Token type").selectOption("read");
  await bo.getByRole("button", { name: "Create token" }).click();
  const secret = await bo.getByRole("status").locator("code").innerText();
  const whoami = async () => (await nobody.request.get("/api/whoami-v2", { headers: { authorization: `Bearer ${secret}` } })).status();
  assert.equal(await whoami(), 200);
  await bo.goto("/settings/tokens");
  await bo.getByRole("button", { name: "Delete the token nightly" }).click();
  await says(bo, "The token was deleted.");
  assert.equal(await whoami(), 401);
});

await test("the lists of requests are a dialog, which Escape closes", async () => {
  await ana.goto("/datasets/ana/voices/settings?gated_access_request=true");
  const dialog = ana.getByRole("dialog", { name: "Manage access requests" });
  assert.ok(await dialog.evaluate((each) => each.matches(":modal")));
  await ana.keyboard.press("Escape");
  await ana.waitForURL((url) => url.search === "");
  const plain = await person(endpoint, "ana", { javaScriptEnabled: false });
  await plain.goto("/datasets/ana/voices/settings?gated_access_request=true");
  await plain.getByRole("link", { name: /^accepted/ }).click();
  await says(plain, "accepted (");
});

await test("no page asked anything of another server, ran into its policy or raised an error", () => {
  assert.deepEqual([...new Set(trouble)], []);
});

await end();
