// The server process: started, ended, and never left behind.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { findBinary } from "./binary.js";

const START_TIMEOUT = 30_000;
const STOP_TIMEOUT = 10_000;
/** How many characters of the server's messages are kept. */
const KEPT_MESSAGES = 100_000;

export class ServerProcess {
  #child;
  #messages = "";
  #ended;

  /** Starts `cardlint serve` and waits for the line with its URL. */
  static async start(options) {
    const { path, remove } = await seedPath(options.seed);
    try {
      const server = new ServerProcess();
      server.url = await server.#run(commandLine(path, options));
      return server;
    } finally {
      await remove();
    }
  }

  /** The last messages of the server: one line per request. */
  get messages() {
    return this.#messages;
  }

  /** Stops the server and waits for its end. */
  async stop() {
    const child = this.#child;
    // Closing standard input is how the server is asked to stop.
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT);
    await this.#ended;
    clearTimeout(timer);
  }

  async #run([program, ...words]) {
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("close", resolve);
      child.once("error", resolve);
    });
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.#messages = (this.#messages + text).slice(-KEPT_MESSAGES);
    });
    const url = await this.#firstLine(child, [program, ...words].join(" "));
    // A test that forgets to stop the server can end all the same: with this process, the server's standard input ends.
    for (const handle of [child, child.stdin, child.stdout, child.stderr]) handle.unref();
    return url;
  }

  #firstLine(child, command) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new Error(`\`${command}\` did not start within ${START_TIMEOUT / 1000} s\n${this.#messages}`));
      }, START_TIMEOUT);
      let line = "";
      child.once("error", (error) => {
        clearTimeout(timer);
        reject(new Error(`cannot start \`${command}\`: ${error.message}`));
      });
      child.once("close", (status) => {
        clearTimeout(timer);
        reject(new Error(`\`${command}\` ended with exit status ${status}\n${this.#messages.trimEnd()}`));
      });
      child.stdout.setEncoding("utf8").on("data", (text) => {
        line += text;
        if (line.includes("\n")) {
          clearTimeout(timer);
          resolve(line.split("\n", 1)[0].trim());
        }
      });
    });
  }
}

function commandLine(seed, { binary, cards = [], host, port, args = [] }) {
  const words = [binary ?? findBinary(), "serve", "--exit-with-parent"];
  if (seed !== undefined) words.push("--seed", seed);
  for (const card of cards) words.push("--card", pathOf(card));
  if (host !== undefined) words.push("--host", host);
  if (port !== undefined) words.push("--port", String(port));
  return [...words, ...args];
}

/** A seed as a path; one that is an object becomes a file for as long as the server reads it. */
async function seedPath(seed) {
  if (seed === undefined || typeof seed === "string" || seed instanceof URL) {
    return { path: seed === undefined ? undefined : pathOf(seed), remove: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), "cardlint-seed-"));
  const path = join(folder, "hub.json");
  await writeFile(path, JSON.stringify(seed));
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

function pathOf(path) {
  return path instanceof URL ? fileURLToPath(path) : path;
}
