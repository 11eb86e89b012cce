// The people of the seed, what they do in most tests, and the mock Hub that they use.
import assert from "node:assert/strict";
import { logIn, person, serve } from "./browser.mjs";

export const endpoint = await serve();
export const ana = await person(endpoint, "ana");
export const bo = await person(endpoint, "bo");
export const nobody = await person(endpoint);
/** Where screenshots go; none are taken without. */
export const shots = process.env.PAGES_SHOTS;

/** The page holds these words. */
export const says = async (page, words) =>
  assert.ok((await page.locator("main").innerText()).includes(words), `"${words}" on ${page.url()}`);

/** Restores the seed, and logs both in again. */
export const reset = async () => {
  assert.equal((await ana.request.post("/_mock/reset", { data: {} })).status(), 200);
  for (const [page, name] of [[ana, "ana"], [bo, "bo"]]) {
    await page.goto("/login");
    await logIn(page, name);
  }
};

/** Answers the form of `ana/voices`. */
export const fill = async (page) => {
  await page.getByLabel("Affiliation").fill("Museu do Fado");
  await page.getByLabel("Country").selectOption("PT");
  await page.getByLabel("Date of your agreement").fill("2026-01-30");
  await page.getByLabel("I want to use this dataset for").selectOption({ label: "Something else" });
  await page.getByLabel("I agree to the terms above").check();
};

/** Opens the list of requests with a status. */
export const review = async (page, repo, status) => page.goto(`/datasets/${repo}/settings?gated_access_request=true&status=${status}`);

/** Sends the form of a repo as it is. */
export const ask = async (page, repo) => {
  await page.goto(`/${repo}`);
  await page.locator("#gate button").click();
  await page.locator("#gate form").waitFor({ state: "detached" });
};
