export type RepoType = "dataset" | "model" | "space";

/** A seed written in the test itself: the content of a `hub.yaml`. Paths in it are relative to the working directory. */
export interface Seed {
  /** The time at which the clock is frozen, such as `2026-01-31T12:00:00Z`. Default: the system clock. */
  now?: string;
  users?: SeedUser[];
  organizations?: SeedOrganization[];
  repos?: SeedRepo[];
  collections?: SeedCollection[];
  /** How files that lie in git are downloaded: at once, or by a relative redirect as on the live Hub. Default: `direct`. */
  downloads?: "direct" | "redirect";
  /** How files in LFS are downloaded: at once, or from a server at another port, which rejects tokens. Default: `direct`. */
  large_downloads?: "direct" | "cdn";
}

export interface SeedUser {
  name: string;
  fullname?: string;
  email?: string;
  /** The ISO 3166-1 alpha-2 code of the country this user's requests come from, or the ISO 3166-2 code of a part of one. */
  location?: string;
  tokens?: SeedToken[];
  /** CI jobs that may exchange their identity for a token of this user. */
  trusted_publishers?: SeedTrustedPublisher[];
}

export interface SeedToken {
  token: string;
  role?: "read" | "write" | "fineGrained";
  scopes?: (string | { entity: string; permissions?: string[] })[];
  can_read_gated_repos?: boolean;
  /** What the token is called on its user's settings page. */
  name?: string;
}

export interface SeedTrustedPublisher {
  /** Who vouches for the job; without one, `issuer` says so. */
  provider?: "github" | "gitlab" | "circleci";
  issuer?: string;
  /** What the identity has to say, each claim exactly. */
  claims?: Record<string, string>;
}

export interface SeedOrganization {
  name: string;
  fullname?: string;
  plan?: "free" | "team" | "enterprise";
  default_visibility?: "public" | "private";
  /**
   * `fine-grained`: tokens without scopes are rejected where the organization's repos are private, gated or written. `approval`: so are
   * tokens with scopes, unless an admin made or approved them.
   */
  token_policy?: "any" | "fine-grained" | "approval";
  /** Tokens of users that an admin approved. */
  approved_tokens?: string[];
  /** Tokens of users that an admin revoked: they work elsewhere. */
  revoked_tokens?: string[];
  /** Visitors from where are turned away, members not exempt. */
  blocked?: SeedBlocked;
  members?: SeedMember[];
  /** Groups in whose repos members have the role that they have in the group. */
  resource_groups?: SeedResourceGroup[];
}

export interface SeedMember {
  user: string;
  role?: "admin" | "write" | "contributor" | "read";
}

export interface SeedResourceGroup {
  name: string;
  members?: SeedMember[];
}

export interface SeedBlocked {
  /** ISO 3166-1 alpha-2 codes. */
  countries?: string[];
  /** ISO 3166-2 codes of territories that are no countries. */
  regions?: string[];
  /** `gated`: requests for access are rejected at once; `all`: downloads are denied, too, from every repo. */
  enforcement?: "gated" | "all";
}

export interface SeedRepo {
  /** `owner/name` */
  id: string;
  type?: RepoType;
  private?: boolean;
  gated?: false | "auto" | "manual";
  org_members_gated?: boolean;
  /** The name of a resource group of the repo's organization. */
  resource_group?: string;
  notifications?: SeedNotifications;
  /** A directory, or each file by its path. */
  files?: string | Record<string, SeedFile>;
  /** What reviewers learn of who asks: names and e-mail addresses, names, or neither. Default: `shown`. */
  requesters?: "shown" | "without-email" | "hidden";
  /** What `refs/convert/parquet` has, written like `files`. */
  converted?: string | Record<string, SeedFile>;
  access_requests?: SeedAccessRequest[];
  /** CI jobs that may exchange their identity for a token of this repo. */
  trusted_publishers?: SeedTrustedPublisher[];
}

export type SeedFile = string | { text: string; lfs?: boolean } | { base64: string; lfs?: boolean };

export interface SeedAccessRequest {
  user: string;
  status?: AccessStatus;
  fields?: Record<string, string>;
  timestamp?: string;
  reviewed_at?: string;
  rejection_reason?: string;
  reset_reason?: string;
  granted_by?: string;
}

export type AccessStatus = "pending" | "accepted" | "rejected" | "reset";

export interface SeedNotifications {
  mode?: "bulk" | "real-time";
  email?: string;
}

export interface SeedCollection {
  title: string;
  namespace: string;
  description?: string;
  private?: boolean;
  items?: { type?: RepoType; id: string; note?: string }[];
  gating?: false | { mode: "auto" | "manual"; notifications?: SeedNotifications };
}

export interface StartOptions {
  /** A seed file, a directory, or the seed itself. Default: the seed of `cardlint serve`. */
  seed?: string | URL | Seed;
  /** Cards to serve as gated datasets of `ana`, each named after its directory. */
  cards?: (string | URL)[];
  /** The address to listen on, such as `0.0.0.0` for a container under test. Default: `127.0.0.1`. */
  host?: string;
  /** Default: a free port. */
  port?: number;
  /** More arguments of `cardlint serve`. */
  args?: string[];
  /** The cardlint program. Default: that of {@link findBinary}. */
  binary?: string;
}

/** Which requests: a missing property matches every request. */
export interface RequestFilter {
  method?: string;
  /** A glob: `*` is one path segment, `**` any number. */
  path?: string;
  /** A user's name; the empty string is an anonymous caller. */
  user?: string;
  status?: number;
  /** Only requests for which the mock has no route. */
  unmatched?: boolean;
  /** Only requests that a fault answered, delayed or closed. */
  faulted?: boolean;
}

/** A request that the mock received. */
export interface RecordedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  /** `null` for an anonymous caller. */
  user: string | null;
  /** 0 if a fault closed the connection. */
  status: number;
  /** When, by the mock's clock. */
  at: string;
  unmatched?: true;
  /** For an unmatched request: the closest routes. */
  near?: string[];
  faulted?: true;
}

/** An e-mail that the Hub would have sent. */
export interface Mail {
  to: string[];
  subject: string;
  repo: string;
  kind: string;
  at: string;
  users: string[];
}

export type FaultProfile = "rate-limit" | "slow" | "flaky" | "unauthorized-under-load";

/** Which requests fail, when, and how. */
export interface Fault {
  /** A named fault; other properties take precedence over its own. */
  profile?: FaultProfile;
  method?: string;
  /** A glob: `*` is one path segment, `**` any number. Required unless there is a profile. */
  path?: string;
  /** Query parameters that the request must have; `*` in a value matches any string. */
  query?: Record<string, string>;
  /** Only requests of this user; the empty string: only those of anonymous callers. */
  user?: string;
  /** How many matching requests pass before the first one that fails. */
  after?: number;
  /** Of every how many matching requests the first one fails. */
  every?: number;
  /** How many requests fail. Default: all, until the fault is removed. */
  times?: number;
  /** `after`: the request takes effect, and then its response is lost or replaced. Default: `before`. */
  phase?: "before" | "after";
  status?: number;
  headers?: Record<string, string>;
  /** A string, or any other JSON. */
  body?: unknown;
  delay_ms?: number;
  /** Closes the connection: `true` before the response, `"body"` in the middle of it. */
  abort?: boolean | "body";
}

/** A running mock Hub. */
export class MockHub implements AsyncDisposable {
  private constructor();

  /** Starts a mock Hub in a separate process. Rejects with the server's message if the seed is invalid or the port in use. */
  static start(options?: StartOptions): Promise<MockHub>;

  /** The mock's address: what `hubUrl` of `@huggingface/hub` and `HF_ENDPOINT` of Python clients take. */
  readonly url: string;

  readonly clock: {
    now(): Promise<Date>;
    /** Moves the clock by an ISO 8601 duration such as `P1D` or `PT2H`; resolves to the new time. */
    advance(duration: string): Promise<Date>;
    /** Sets the clock; resolves to the new time. */
    set(time: Date | string): Promise<Date>;
  };

  readonly faults: {
    /** Makes matching requests fail. Rejects a fault that no request can match. */
    add(fault: Fault): Promise<void>;
    /** The active faults, each with the number of requests it has hit. */
    list(): Promise<(Fault & { hits: number })[]>;
    clear(): Promise<void>;
  };

  /** An access token of a user. Throws if the user has none. */
  token(user: string): string;

  /** `hubUrl` and `accessToken` of a user: what each call of `@huggingface/hub` takes. */
  as(user: string): { hubUrl: string; accessToken: string };

  /**
   * Asks for access as a user: what the button below the gate form does, the answers by the form's labels.
   * Rejects with a {@link MockHubError} that names the fields if the form is incomplete.
   */
  askAccess(user: string, repoId: string, answers?: Record<string, string>, options?: { repoType?: RepoType }): Promise<void>;

  /**
   * Allows a pending login by device code as a user, as its page does. Waits for a client to start one, and resolves to
   * the code that the client showed.
   */
  allowLogin(user: string, options?: { timeout?: number }): Promise<string>;

  /** As `allowLogin`, but denies the login. */
  denyLogin(options?: { timeout?: number }): Promise<string>;

  /** The requests that the mock received, oldest first; with `limit`, the last ones only. */
  requests(filter?: RequestFilter & { limit?: number }): Promise<RecordedRequest[]>;

  countRequests(filter?: RequestFilter): Promise<number>;

  clearRequests(): Promise<void>;

  /** The e-mails that the Hub would have sent, oldest first. */
  outbox(): Promise<Mail[]>;

  /** The whole state, as JSON. */
  state(): Promise<Record<string, unknown>>;

  /** Replaces the whole state. */
  setState(state: Record<string, unknown>): Promise<void>;

  /** Saves the current state and time under a name. */
  saveSnapshot(name: string): Promise<void>;

  /** Restores a saved state. */
  restoreSnapshot(name: string): Promise<void>;

  /** Restores the seed, and clears the request log, the outbox, the faults and the snapshots. */
  reset(): Promise<void>;

  /**
   * A `fetch` that sends requests for huggingface.co to the mock, for clients that have the address built in. Pass it as the
   * parameter `fetch` of `@huggingface/hub`, or replace the global one with it. It does not need `this`.
   */
  readonly fetch: typeof globalThis.fetch;

  /** The last lines of the server's log: one line per request. */
  log(): string;

  /** Stops the server and waits for it to exit. Stopping twice is not an error. */
  stop(): Promise<void>;

  [Symbol.asyncDispose](): Promise<void>;
}

/** The mock rejected a call. */
export class MockHubError extends Error {
  /** The status of its response. */
  readonly status: number;
}

/**
 * The path of the cardlint program: `CARDLINT` if it is set, else the program of the platform's optional package
 * (`@cardlint/hub-linux-x64` and so on), else `cardlint` on PATH. Throws if there is none.
 */
export function findBinary(): string;
