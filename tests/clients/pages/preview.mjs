// `cardlint preview` of a card that its author edits.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cardlint, folder, person, test, violations } from "./browser.mjs";
import { shots } from "./people.mjs";

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
