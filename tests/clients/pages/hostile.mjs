// Hostile cards, forms of other sites, and pages that a person may not see.
import assert from "node:assert/strict";
import { person, test, violations } from "./browser.mjs";
import { ana, bo, endpoint, nobody, reset, review, says } from "./people.mjs";

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
