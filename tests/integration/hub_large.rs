//! Large files of the mock's repos: listed, and deleted for good, with or without a trace.

use cardlint::hub::MockHub;
use serde_json::{Value, json};

use crate::hub_client::{Client, Reply, start};

const SEED: &str = r"
users:
  - { name: ana, tokens: [{ token: hf_ana, role: write }] }
  - { name: bo, tokens: [{ token: hf_bo, role: write }] }
repos:
  - id: ana/v
    files:
      README.md: hi
      data/a.bin: { base64: AAEC, lfs: true }
      b.bin: { base64: AAECAw==, lfs: true }
";
const API: &str = "/api/datasets/ana/v";
const A: &str = "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc";

fn callers(hub: &MockHub) -> (Client, Client, Client) {
    let anybody = Client::new(hub);
    (anybody.clone(), anybody.token("hf_bo"), anybody.token("hf_ana"))
}

fn delete(client: &Client, shas: &[&str], rewrite: Option<bool>) -> Reply {
    let mut deletions = json!({ "sha": shas });
    if let Some(rewrite) = rewrite {
        deletions["rewriteHistory"] = json!(rewrite);
    }
    client.post(&format!("{API}/lfs-files/batch"), &json!({ "deletions": deletions }))
}

fn listed(owner: &Client) -> Vec<Value> {
    let list = owner.get(&format!("{API}/lfs-files")).json();
    list.as_array().unwrap().iter().map(|file| file["filename"].clone()).collect()
}

fn paths(client: &Client, revision: &str) -> Vec<Value> {
    let tree = client.get(&format!("{API}/tree/{revision}?recursive=true")).json();
    tree.as_array().unwrap().iter().map(|entry| entry["path"].clone()).collect()
}

fn commit(owner: &Client, edit: &Value) {
    let body = format!("{}\n{edit}", json!({ "key": "header", "value": { "summary": "next", "description": "" } }));
    assert_eq!(owner.send("POST", &format!("{API}/commit/main"), "application/x-ndjson", body.as_bytes()).status, 200);
}

#[test]
fn who_may_write_lists_and_deletes_large_files() {
    let hub = start(SEED);
    let (anonymous, reader, owner) = callers(&hub);
    let list = format!("{API}/lfs-files");
    let single = format!("{list}/{A}");
    for (caller, status) in [(&anonymous, 401), (&reader, 403)] {
        assert_eq!(caller.get(&list).status, status);
        assert_eq!(delete(caller, &[A], None).status, status);
        assert_eq!(caller.delete(&single).status, status);
    }
    assert_eq!(listed(&owner), ["b.bin", "data/a.bin"], "and nothing was deleted");
    assert_eq!(owner.delete(&single).status, 200);
    assert_eq!(owner.delete(&single).status, 404);
    assert_eq!(listed(&owner), ["b.bin"]);
}

// fidelity: large-files-deleted
#[test]
fn no_revision_has_a_deleted_file_and_the_rest_stays() {
    let hub = start(SEED);
    let (anonymous, _, owner) = callers(&hub);
    let first = owner.get(API).json()["sha"].as_str().unwrap().to_owned();
    assert_eq!(owner.post(&format!("{API}/tag/main"), &json!({ "tag": "v1", "message": "the first" })).status, 200);
    commit(&owner, &json!({ "key": "file", "value": { "path": "next.txt", "content": "next", "encoding": "utf-8" } }));
    assert_eq!(delete(&owner, &[A, &"0".repeat(64)], None).status, 200, "unknown ones are passed over");

    assert_eq!(
        paths(&anonymous, "main"),
        [".gitattributes", "README.md", "b.bin", "next.txt"],
        "no empty folder either"
    );
    assert_eq!(paths(&anonymous, "v1"), [".gitattributes", "README.md", "b.bin"]);
    assert_eq!(anonymous.get(&format!("{API}/tree/{first}")).error().1, "RevisionNotFound", "its history is another");
    let gone = anonymous.get("/datasets/ana/v/resolve/main/data/a.bin");
    assert_eq!(gone.error().1, "EntryNotFound");
    assert_eq!(anonymous.get("/datasets/ana/v/resolve/v1/b.bin").body.as_bytes(), [0, 1, 2, 3]);
    let log = anonymous.get(&format!("{API}/commits/main")).json();
    let titles: Vec<&Value> = log.as_array().unwrap().iter().map(|commit| &commit["title"]).collect();
    assert_eq!(titles, ["next", "initial commit"]);
    assert_eq!(listed(&owner), ["b.bin"]);
}

#[test]
fn a_file_deleted_without_rewriting_leaves_a_pointer_to_nothing() {
    let hub = start(SEED);
    let (anonymous, _, owner) = callers(&hub);
    let before = owner.get(API).json()["sha"].clone();
    assert_eq!(delete(&owner, &[A], Some(false)).status, 200);
    assert_eq!(owner.get(API).json()["sha"], before);
    assert!(anonymous.get("/datasets/ana/v/raw/main/data/a.bin").body.contains(A));
    assert_eq!(anonymous.get("/datasets/ana/v/resolve/main/data/a.bin").error().1, "EntryNotFound");
    assert_eq!(listed(&owner), ["b.bin"]);
}

#[test]
fn a_revision_of_nothing_but_deleted_files_is_empty() {
    let hub = start(
        "users: [{ name: ana, tokens: [{ token: hf_ana, role: write }] }]\n\
         repos: [{ id: ana/v, files: { data/a.bin: { base64: AAEC, lfs: true } } }]\n",
    );
    let owner = Client::new(&hub).token("hf_ana");
    commit(&owner, &json!({ "key": "deletedFile", "value": { "path": ".gitattributes" } }));
    assert_eq!(paths(&owner, "main"), ["data", "data/a.bin"]);
    assert_eq!(delete(&owner, &[A], None).status, 200);
    assert_eq!(paths(&owner, "main"), [""; 0]);
}

#[test]
fn deletions_are_checked_before_anything_is_deleted() {
    let hub = start(SEED);
    let (_, _, owner) = callers(&hub);
    let path = format!("{API}/lfs-files/batch");
    let said = |body: Value| {
        let reply = owner.post(&path, &body);
        assert_eq!(reply.status, 400, "{reply:?}");
        reply.header("x-error-message").unwrap().to_owned()
    };
    assert!(said(json!({})).ends_with("at deletions"));
    assert!(said(json!({ "deletions": { "sha": [] } })).contains(">=1 items"));
    assert!(said(json!({ "deletions": { "sha": vec![A; 1001] } })).contains("<=1000 items"));
    assert!(said(json!({ "deletions": { "sha": [A, 7] } })).ends_with("at deletions.sha[1]"));
    assert!(said(json!({ "deletions": { "sha": [A], "rewriteHistory": "no" } })).contains("expected boolean"));
    assert_eq!(listed(&owner), ["b.bin", "data/a.bin"]);
}
