// Every page for everybody: without scripts, by keyboard, with axe-core, in both themes, on a phone.
import assert from "node:assert/strict";
import { join } from "node:path";
import { person, test, violations } from "./browser.mjs";
import { ana, ask, bo, endpoint, fill, nobody, reset, review, says, shots } from "./people.mjs";

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
