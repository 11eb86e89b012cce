// A running mock Hub, as a value that a test holds.

import { findBinary } from "./binary.js";
import { send } from "./http.js";
import { ServerProcess } from "./process.js";

export { findBinary };

/** The mock rejected a call; `status` is that of its response. */
export class MockHubError extends Error {
  constructor(message, status) {
    super(message);
    this.name = "MockHubError";
    this.status = status;
  }
}

/** The hosts that clients have built in. */
const BUILT_IN = new Set(["https://huggingface.co", "https://www.huggingface.co", "https://hf.co"]);

export class MockHub {
  #server;
  #tokens;
  #stopped;

  constructor(server, tokens) {
    this.#server = server;
    this.#tokens = tokens;
    this.url = server.url;
    this.clock = new Clock(this);
    this.faults = new Faults(this);
    this.fetch = this.fetch.bind(this);
  }

  static async start(options = {}) {
    const server = await ServerProcess.start(options);
    try {
      const hub = new MockHub(server, {});
      await hub.#learnTokens();
      return hub;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  token(user) {
    const found = Object.entries(this.#tokens).find(([, token]) => token.user === user);
    if (found) return found[0];
    const known = [...new Set(Object.values(this.#tokens).map((token) => token.user))].sort();
    throw new Error(`the user ${user} has no token; users with one: ${known.join(", ") || "none"}`);
  }

  as(user) {
    return { hubUrl: this.url, accessToken: this.token(user) };
  }

  async askAccess(user, repoId, answers = {}, { repoType = "dataset" } = {}) {
    const kind = repoType === "model" ? "" : `/${repoType}s`;
    await this._send("POST", `${kind}/${repoId}/ask-access`, {
      headers: {
        authorization: `Bearer ${this.token(user)}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(answers).toString(),
    });
  }

  allowLogin(user, { timeout = 30_000 } = {}) {
    return this._decideLogin(user, timeout);
  }

  denyLogin({ timeout = 30_000 } = {}) {
    return this._decideLogin(null, timeout);
  }

  async _decideLogin(user, timeout) {
    const end = Date.now() + timeout;
    while ((await this._call("GET", "/_mock/logins")).length === 0) {
      if (Date.now() > end) throw new MockHubError(`no client started a login within ${timeout} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return (await this._call("POST", "/_mock/logins", { user })).user_code;
  }

  requests(filter = {}) {
    return this._call("GET", `/_mock/requests${query(filter)}`);
  }

  async countRequests(filter = {}) {
    return (await this._call("GET", `/_mock/requests/count${query(filter)}`)).count;
  }

  async clearRequests() {
    await this._call("DELETE", "/_mock/requests");
  }

  outbox() {
    return this._call("GET", "/_mock/outbox");
  }

  state() {
    return this._call("GET", "/_mock/state?tokens=true");
  }

  async setState(state) {
    await this._call("PUT", "/_mock/state", state);
    await this.#learnTokens();
  }

  async saveSnapshot(name) {
    await this._call("POST", `/_mock/snapshots/${encodeURIComponent(name)}`, {});
  }

  async restoreSnapshot(name) {
    await this._call("POST", `/_mock/snapshots/${encodeURIComponent(name)}/restore`, {});
    await this.#learnTokens();
  }

  async reset() {
    await this._call("POST", "/_mock/reset", {});
    await this.#learnTokens();
  }

  fetch(input, init) {
    const moved = (address) => {
      const url = new URL(address);
      return BUILT_IN.has(url.origin) ? this.url + url.pathname + url.search : address;
    };
    if (input instanceof Request) return globalThisFetch(new Request(moved(input.url), input), init);
    return globalThisFetch(moved(String(input)), init);
  }

  log() {
    return this.#server.messages;
  }

  stop() {
    this.#stopped ??= this.#server.stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose]() {
    return this.stop();
  }

  async #learnTokens() {
    this.#tokens = await this._call("GET", "/_mock/tokens");
  }

  /** A call of the control API: JSON in and out. */
  async _call(method, path, body) {
    const options = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const text = await this._send(method, path, options);
    return text === "" ? undefined : JSON.parse(text);
  }

  async _send(method, path, options) {
    if (this.#stopped) throw new Error("this mock Hub is stopped");
    const { status, body } = await send(this.url + path, { method, ...options });
    if (status >= 400) throw new MockHubError(`${method} ${path}: ${status} ${body}`, status);
    return body;
  }
}

/** The `fetch` of this process, whatever a test puts in its place later. */
const globalThisFetch = globalThis.fetch;

class Clock {
  #hub;

  constructor(hub) {
    this.#hub = hub;
  }

  async now() {
    return new Date((await this.#hub._call("GET", "/_mock/clock")).now);
  }

  async advance(duration) {
    return new Date((await this.#hub._call("POST", "/_mock/clock", { advance: duration })).now);
  }

  async set(time) {
    const now = time instanceof Date ? time.toISOString() : time;
    return new Date((await this.#hub._call("POST", "/_mock/clock", { now })).now);
  }
}

class Faults {
  #hub;

  constructor(hub) {
    this.#hub = hub;
  }

  async add(fault) {
    await this.#hub._call("POST", "/_mock/faults", fault);
  }

  list() {
    return this.#hub._call("GET", "/_mock/faults");
  }

  async clear() {
    await this.#hub._call("DELETE", "/_mock/faults");
  }
}

function query(filter) {
  const pairs = Object.entries(filter).filter(([, value]) => value !== undefined);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}
