// Logins by device code, and tokens.
import assert from "node:assert/strict";
import { test } from "./browser.mjs";
import { ana, bo, nobody, reset, says } from "./people.mjs";

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
