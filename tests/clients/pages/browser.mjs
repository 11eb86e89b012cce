// What the tests of the pages share: a server, a browser, users, and a count of what passed.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.env.PAGES_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const here = dirname(fileURLToPath(import.meta.url));

export const folder = mkdtempSync(join(tmpdir(), "cardlint-pages-"));
const started = [];

/** Starts cardlint and returns the line it prints. */
export async function cardlint(...words) {
  const child = spawn(process.env.CARDLINT, words, { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
  started.push(child);
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  return await new Promise((resolve, reject) => {
    let line = "";
    child.stdout.on("data", (data) => {
      line += data;
      if (line.includes("\n")) resolve(line.trim());
    });
    child.on("exit", (code) => reject(new Error(`cardlint ${words[0]} ended with ${code}: ${said}`)));
  });
}

/** Writes the seed, with what is too long to write down, and starts a mock Hub with it. */
export async function serve() {
  const many = Array.from({ length: 300 }, (_, n) => `          Question ${n + 1} <script>window.harm=${n}</script>: text`);
  const seed = readFileSync(join(here, "seed", "hub.yaml"), "utf8")
    .replace("          MANY", many.join("\n"))
    .replace("LONG:", `${"x".repeat(5000)}:`);
  writeFileSync(join(folder, "hub.yaml"), seed);
  return cardlint("serve", "--seed", join(folder, "hub.yaml"));
}

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/** What went wrong in any page: requests to elsewhere, refused by the policy, errors of scripts. */
export const trouble = [];

/** A browser of its own, logged in as a user where one is given. */
export async function person(endpoint, name, options = {}) {
  const context = await browser.newContext({ baseURL: endpoint, acceptDownloads: true, bypassCSP: false, ...options });
  context.setDefaultTimeout(10_000);
  context.on("request", (request) => {
    if (!request.url().startsWith(endpoint) && !request.url().startsWith("data:")) trouble.push(`asked ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) trouble.push(message.text());
  });
  context.on("weberror", (error) => trouble.push(String(error.error())));
  const page = await context.newPage();
  if (name) await logIn(page, name);
  return page;
}

/** One click of the login page. */
export async function logIn(page, name) {
  await page.goto("/login");
  await page.getByRole("button", { name: `Log in as ${name}`, exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

/** The violations of WCAG 2.2 AA, and of good practice, on the page as it is. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    }));
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}

let passed = 0;
let failed = 0;

/** Runs one test and goes on. */
export async function test(name, run) {
  try {
    await run();
    passed += 1;
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n       ${String(error.stack ?? error).split("\n").slice(0, 8).join("\n       ")}`);
  }
}

/** Stops everything and says how it went. */
export async function end() {
  await browser.close();
  for (const child of started) child.kill("SIGINT");
  rmSync(folder, { recursive: true, force: true });
  console.log(`pages: ${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
