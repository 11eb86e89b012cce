/** The words of the status bar, and the page of the panel. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isCard } from "../src/documents";
import { page } from "../src/form";
import { verdict } from "../src/verdict";

test("the gravest level decides", () => {
  assert.equal(verdict([]).text, "$(check) card");
  assert.equal(verdict(["info"]).level, "info");
  assert.deepEqual([verdict(["warning", "info"]).text, verdict(["warning"]).level], ["$(warning) card: 1 warning", "warning"]);
  assert.equal(verdict(["error", "warning", "error"]).text, "$(error) card: 2 errors");
});

test("a page runs no scripts but its own", () => {
  const html = page({ html: "<section>form</section>", style: "p { color: red }", active: "field-1" }, "abc");
  assert.match(html, /default-src 'none'; img-src https: data:; style-src 'nonce-abc'; script-src 'nonce-abc'/);
  assert.match(html, /<section>form<\/section>/);
  assert.match(html, /show\("field-1"\)/);
  assert.match(page(null, "abc"), /This card has no gate form/);
});

test("only README.md is a card", () => {
  assert.ok(isCard("/a/README.md") && isCard("C:\\a\\README.md"));
  assert.ok(!isCard("/a/readme.md") && !isCard("/a/NOT-README.md"));
});
