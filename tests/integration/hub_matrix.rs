//! Everybody before every route of the gate: one table for a user's repo, one for an organization's, one for a gating group's.

use std::fmt::Write as _;

use serde_json::json;

use crate::hub_client::{Client, Reply, start};

const SEED: &str = "
now: 2026-01-31T12:00:00Z
users:
  - name: owner
    tokens:
      - { token: hf_owner }
      - { token: hf_owner_read, role: read }
      - { token: hf_fine_read, role: fineGrained, scopes: [owner/voices], can_read_gated_repos: true }
      - { token: hf_fine_write, role: fineGrained, scopes: [{ entity: datasets/owner/voices, permissions: [repo.write] }] }
  - { name: admin, tokens: [{ token: hf_admin }] }
  - { name: writer, tokens: [{ token: hf_writer }] }
  - { name: contributor, tokens: [{ token: hf_contributor }] }
  - { name: reader, tokens: [{ token: hf_reader }] }
  - { name: requester, tokens: [{ token: hf_requester }] }
  - { name: accepted, tokens: [{ token: hf_accepted }] }
  - { name: stranger, tokens: [{ token: hf_stranger }] }
organizations:
  - name: acme
    plan: enterprise
    members:
      - { user: admin, role: admin }
      - { user: writer, role: write }
      - { user: contributor, role: contributor }
      - { user: reader, role: read }
repos:
  - id: owner/voices
    gated: manual
    files: &files { README.md: hi, data/a.csv: 'a', large.bin: { text: large, lfs: true } }
    access_requests: &asked [{ user: requester }, { user: accepted, status: accepted }]
  - { id: acme/calls, gated: manual, files: *files, access_requests: *asked }
  - { id: acme/grouped, files: *files }
  - { id: acme/grouped, type: model, files: *files }
collections:
  - { title: Speech, namespace: acme, items: [{ id: acme/grouped }, { type: model, id: acme/grouped }], gating: { mode: manual } }
  - { title: Open, namespace: acme, items: [{ id: acme/calls }] }
";

/// Method, path after the repo, and body: `{api}` is the repo in the API, `{page}` on the site.
const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "{api}/auth-check", ""),
    ("GET", "{api}/auth-check/write", ""),
    ("GET", "{page}/resolve/main/data/a.csv", ""),
    ("HEAD", "{page}/resolve/main/data/a.csv", ""),
    ("GET", "{page}/resolve/main/large.bin", ""),
    ("GET", "{page}/resolve/main/README.md", ""),
    ("GET", "{page}/resolve/main/LICENSE", ""),
    ("GET", "{page}/resolve/no-branch/nothing", ""),
    ("GET", "{page}/raw/main/data/a.csv", ""),
    ("HEAD", "{page}/raw/main/README.md", ""),
    ("POST", "{page}.git/info/lfs/objects/batch", r#"{"operation":"download","objects":[]}"#),
    ("GET", "{page}.git/info/refs?service=git-upload-pack", ""),
    ("GET", "{api}/xet-read-token/main", ""),
    ("GET", "{api}", ""),
    ("GET", "{api}/revision/main", ""),
    ("GET", "{api}/tree/main", ""),
    ("POST", "{api}/paths-info/main", r#"{"paths":["data/a.csv"]}"#),
    ("GET", "{api}/refs", ""),
    ("GET", "{api}/commits/main", ""),
    ("GET", "{api}/discussions", ""),
    ("GET", "{page}", ""),
    ("GET", "{page}/blob/main/data/a.csv", ""),
    ("GET", "{page}/blob/main/README.md", ""),
    ("POST", "{page}/ask-access", "{}"),
    ("GET", "{page}/ask-access", ""),
    ("POST", "{api}/user-access-request/cancel", ""),
    ("GET", "{api}/user-access-request/pending", ""),
    ("GET", "{api}/user-access-request/accepted?limit=10", ""),
    ("GET", "{api}/user-access-request/rejected", ""),
    ("GET", "{api}/user-access-request/reset", ""),
    ("GET", "{api}/user-access-request/nothing", ""),
    ("POST", "{api}/user-access-request/handle", r#"{"user":"requester","status":"accepted"}"#),
    ("POST", "{api}/user-access-request/handle", r#"{"user":"requester","status":"pending"}"#),
    ("POST", "{api}/user-access-request/handle", r#"{"user":"nobody-here","status":"accepted"}"#),
    (
        "POST",
        "{api}/user-access-request/batch",
        r#"{"status":"reset","requests":[{"user":"accepted"},{"user":"stranger"}]}"#,
    ),
    ("POST", "{api}/user-access-request/grant", r#"{"user":"stranger"}"#),
    ("POST", "{api}/user-access-request/grant", r#"{"user":"accepted"}"#),
    ("GET", "{page}/user-access-report", ""),
    ("PUT", "{api}/settings", r#"{"gated":"auto"}"#),
    ("GET", "{api}/settings", ""),
    ("POST", "{api}/preupload/main", r#"{"files":[]}"#),
    ("GET", "/api/quicksearch?q=stranger&type=user", ""),
    ("PATCH", "/api/settings/notifications", r#"{"notifications":{"gated_user_access_request":false}}"#),
    ("GET", "/api/whoami-v2", ""),
    ("GET", "/api/organizations/acme/members", ""),
];

/// Routes that change something, on a user's repo: for tokens of each kind.
const WRITES: &[(&str, &str, &str)] = &[
    ("POST", "/api/repos/create", r#"{"name":"new","type":"dataset"}"#),
    ("DELETE", "/api/repos/delete", r#"{"name":"voices","type":"dataset"}"#),
    ("POST", "/api/repos/move", r#"{"fromRepo":"owner/voices","toRepo":"owner/calls","type":"dataset"}"#),
    ("PUT", "{api}/settings", r#"{"gated":false}"#),
    ("POST", "{api}/preupload/main", r#"{"files":[]}"#),
    ("POST", "{api}/commit/main", r#"{"key":"header","value":{"summary":"nothing"}}"#),
    ("POST", "{api}/branch/new", "{}"),
    ("DELETE", "{api}/branch/none", ""),
    ("POST", "{api}/tag/main", r#"{"tag":"v1"}"#),
    ("POST", "{api}/super-squash/main", "{}"),
    ("GET", "{api}/xet-write-token/main", ""),
    ("POST", "{api}/discussions", r#"{"title":"A title","description":"And more"}"#),
    ("POST", "{api}/user-access-request/handle", r#"{"user":"requester","status":"accepted"}"#),
    ("POST", "{api}/user-access-request/grant", r#"{"user":"stranger"}"#),
    ("POST", "/api/collections", r#"{"title":"New","namespace":"owner"}"#),
    ("PATCH", "/api/settings/notifications", r#"{"notifications":{}}"#),
    ("POST", "{page}/ask-access", "{}"),
];

fn send(client: &Client, method: &str, path: &str, body: &str) -> Reply {
    let kind = if body.is_empty() { "" } else { "application/json" };
    client.send(method, path, kind, body.as_bytes())
}

/// A line for each route, and in it what each caller gets: the status, and the error's code where it has one.
fn table(api: &str, page: &str, callers: &[&str], routes: &[(&str, &str, &str)]) -> String {
    let hub = start(SEED);
    let client = Client::new(&hub);
    let mut table = format!("{page}\n");
    let head: String = callers.iter().map(|caller| format!("{caller:21}")).collect();
    let _ = writeln!(table, "{}", head.trim_end());
    for (method, path, body) in routes {
        let cells: String = callers
            .iter()
            .map(|caller| {
                hub.reset();
                let asker = if *caller == "nobody" { client.clone() } else { client.token(&format!("hf_{caller}")) };
                let path = path.replace("{api}", api).replace("{page}", page);
                let reply = send(&asker, method, &path, body);
                let (status, code, _) = reply.error();
                assert!(status < 500, "{caller} {method} {path}: {reply:?}");
                assert_eq!(status >= 400, reply.header("x-error-message").is_some(), "{caller} {method} {path}");
                format!("{:21}", format!("{status} {code}"))
            })
            .collect();
        let _ = writeln!(table, "{cells}{method} {path} {body}");
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

// fidelity: gate-verdict
// fidelity: review-rights
#[test]
fn everybody_before_the_gate_of_a_user() {
    let callers = ["nobody", "stranger", "requester", "accepted", "owner", "owner_read"];
    insta::assert_snapshot!(table("/api/datasets/owner/voices", "/datasets/owner/voices", &callers, ROUTES));
}

// fidelity: token-roles
#[test]
fn tokens_of_each_kind_before_what_changes_something() {
    let callers = ["nobody", "owner_read", "fine_read", "fine_write", "owner"];
    insta::assert_snapshot!(table("/api/datasets/owner/voices", "/datasets/owner/voices", &callers, WRITES));
}

// fidelity: gate-organization
// fidelity: review-rights
#[test]
fn everybody_before_the_gate_of_an_organization() {
    let callers = ["nobody", "requester", "reader", "contributor", "writer", "admin"];
    insta::assert_snapshot!(table("/api/datasets/acme/calls", "/datasets/acme/calls", &callers, ROUTES));
}

// fidelity: gate-group
#[test]
fn everybody_before_a_gating_group() {
    let callers = ["nobody", "stranger", "reader", "contributor", "writer", "admin"];
    insta::assert_snapshot!(table("/api/models/acme/grouped", "/acme/grouped", &callers, &ROUTES[..ROUTES.len() - 4]));
}

/// The path of a collection of `acme`.
fn collection(client: &Client, title: &str) -> String {
    let all = client.get("/api/collections?owner=acme").json();
    let found = all.as_array().unwrap().iter().find(|collection| collection["title"] == title).unwrap();
    format!("/api/collections/{}", found["slug"].as_str().unwrap())
}

// fidelity: group-settings
#[test]
fn who_closes_and_opens_a_gating_group() {
    let hub = start(SEED);
    let client = Client::new(&hub);
    let path = collection(&client, "Open");
    let close = json!({ "gating": { "mode": "manual", "notifications": { "mode": "real-time", "email": "gate@example.com" } } });
    for (caller, status) in [
        ("nobody", 401),
        ("stranger", 403),
        ("reader", 403),
        ("contributor", 403),
        ("writer", 403),
        ("owner", 403),
        ("admin", 200),
    ] {
        let asker = if caller == "nobody" { client.clone() } else { client.token(&format!("hf_{caller}")) };
        let reply = send(&asker, "PATCH", &path, &close.to_string());
        assert_eq!(reply.status, status, "{caller}: {reply:?}");
        let closed = client.get(&path).json()["gating"] == true;
        assert_eq!(closed, status == 200, "{caller}");
    }
    let admin = client.token("hf_admin");
    assert_eq!(admin.get(&path).json()["gating"], close["gating"], "admins read what is set");
    for caller in ["reader", "writer", "stranger"] {
        assert_eq!(client.token(&format!("hf_{caller}")).get(&path).json()["gating"], true, "{caller}");
    }
    let accepted = client.token("hf_accepted");
    let check = "/api/datasets/acme/calls/auth-check";
    assert_eq!(accepted.get(check).status, 403, "the group has requests of its own");
    assert_eq!(accepted.post("/datasets/acme/calls/ask-access", &json!({})).status, 303);
    let mails = client.get("/_mock/outbox").json();
    assert_eq!(mails[0]["to"], json!(["gate@example.com"]));
    let opened = send(&admin, "PATCH", &path, r#"{"gating":false}"#);
    assert_eq!((opened.status, &opened.json()["data"]["gating"]), (200, &json!(false)));
    assert_eq!(accepted.get(check).status, 200, "and the repo's own count again");
}

// fidelity: group-settings
#[test]
fn what_a_gating_group_may_not_be() {
    let hub = start(&format!("{SEED}  - {{ title: Own, namespace: owner }}\n"));
    let client = Client::new(&hub);
    let admin = client.token("hf_admin");
    let open = collection(&client, "Open");
    for wrong in ["true", "\"manual\"", "{}", r#"{"mode":"sometimes"}"#, r#"{"mode":"auto","notifications":1}"#, "[]"] {
        let reply = send(&admin, "PATCH", &open, &format!("{{\"gating\":{wrong}}}"));
        assert_eq!(reply.status, 400, "{wrong}: {reply:?}");
    }
    let own = client.get("/api/collections?owner=owner").json();
    let own = format!("/api/collections/{}", own[0]["slug"].as_str().unwrap());
    let reply = send(&client.token("hf_owner"), "PATCH", &own, r#"{"gating":{"mode":"auto"}}"#);
    assert!(matches!(reply.status, 400 | 403), "only of an organization: {reply:?}");
    let add = |path: &str, kind: &str, id: &str| {
        let item = json!({ "item": { "type": kind, "id": id } });
        let reply = admin.post(&format!("{path}/items"), &item);
        (reply.status, reply.error().2.to_owned())
    };
    assert_eq!(add(&open, "dataset", "acme/grouped").0, 200, "an open collection holds anything");
    let closed = send(&admin, "PATCH", &open, r#"{"gating":{"mode":"auto"}}"#);
    assert_eq!(closed.status, 400);
    assert_eq!(closed.error().2, "dataset acme/grouped is already in the gating group \"Speech\"");
    let speech = collection(&client, "Speech");
    let (status, why) = add(&speech, "dataset", "owner/voices");
    assert_eq!((status, why.contains("does not belong to acme")), (400, true), "{why}");
    assert_eq!(add(&speech, "dataset", "acme/calls").0, 200);
    assert_eq!(client.token("hf_stranger").get("/api/datasets/acme/calls/auth-check").status, 403);
    hub.with(|state| state.organizations.get_mut(&"acme".into()).unwrap().plan = cardlint::hub::state::Plan::Free);
    let poor = send(&admin, "PATCH", &speech, r#"{"gating":{"mode":"auto"}}"#);
    assert_eq!((poor.status, poor.error().2.contains("Team or Enterprise plan")), (400, true));
}
