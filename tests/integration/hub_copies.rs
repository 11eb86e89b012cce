//! Likes, and copies of repos and of large files.

use serde_json::json;

use crate::hub_client::{CAST, Client, cast, start};

// fidelity: likes
#[test]
fn a_like_is_counted_until_it_is_taken_back() {
    let hub = cast();
    let client = Client::new(&hub);
    let like = "/api/datasets/owner/open/like";
    let stranger = client.token("hf_stranger");
    assert_eq!(
        (client.post(like, &json!({})).status, client.token("hf_requester").post(like, &json!({})).status),
        (401, 403)
    );
    assert_eq!((stranger.post(like, &json!({})).status, stranger.post(like, &json!({})).status), (200, 200));
    assert_eq!(client.token("hf_owner").post(like, &json!({})).status, 200);
    assert_eq!(client.get("/api/datasets/owner/open").json()["likes"], 2);
    assert_eq!(client.get("/api/datasets/owner/open/likers").json()[1]["user"], "stranger");
    let liked = client.get("/api/users/stranger/likes").json();
    assert_eq!(liked[0]["repo"], json!({ "name": "owner/open", "type": "dataset" }));
    assert_eq!(stranger.delete(like).status, 200);
    assert_eq!(client.get("/api/users/stranger/likes").json(), json!([]));
    assert_eq!(client.get("/api/datasets/owner/open").json()["likes"], 1);
    assert_eq!(client.get("/api/users/nobody-here/likes").status, 404);
    assert_eq!(client.get("/api/users/owner/followers").json(), json!([]));
    assert_eq!(stranger.post("/api/datasets/owner/secret/like", &json!({})).error().1, "RepoNotFound");
}

// fidelity: duplicate
#[test]
fn who_reads_a_repo_makes_a_copy_of_it() {
    let hub = cast();
    let client = Client::new(&hub);
    let stranger = client.token("hf_stranger");
    let copy = |client: &Client, from: &str, to: &str| {
        client.post(&format!("/api/{from}/duplicate"), &json!({ "repository": to, "visibility": "private" }))
    };
    assert_eq!(copy(&client, "datasets/owner/open", "stranger/open").status, 401);
    let made = copy(&stranger, "datasets/owner/open", "stranger/open");
    assert_eq!(made.json()["url"], format!("{}/datasets/stranger/open", hub.endpoint()));
    assert_eq!(stranger.get("/datasets/stranger/open/resolve/main/a.txt").body, "a");
    assert_eq!(client.get("/api/datasets/stranger/open").status, 401, "it is private");
    assert_eq!(copy(&stranger, "datasets/owner/open", "stranger/open").status, 409);
    assert_eq!(copy(&stranger, "datasets/owner/open", "owner/copy").status, 403);
    assert_eq!(copy(&client.token("hf_owner_read"), "datasets/owner/open", "owner/copy").status, 403);
    // The gate is before a copy, too, and the copy has none.
    assert_eq!(copy(&stranger, "datasets/owner/voices", "stranger/voices").error().1, "GatedRepo");
    let owner = client.token("hf_owner");
    assert_eq!(copy(&owner, "datasets/owner/voices", "owner/again").status, 200);
    assert_eq!(owner.get("/api/datasets/owner/again").json()["gated"], false);
    assert_eq!(copy(&owner, "models/owner/net", "owner/again").status, 200);
    assert_eq!(copy(&owner, "models/owner/none", "owner/none").error().1, "RepoNotFound");
}

// fidelity: duplicate
#[test]
fn large_files_are_copied_to_a_repo_that_one_writes() {
    let hub = start(&CAST.replace(
        "{ id: owner/open, files: { README.md: hi,",
        "{ id: owner/open, files: { README.md: hi, x.bin: { base64: AAECAw==, lfs: true },",
    ));
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let files = owner.get("/api/datasets/owner/open/tree/main").json();
    let sha = files.as_array().unwrap().iter().find_map(|file| file["lfs"]["oid"].as_str()).unwrap().to_owned();
    let ask = |client: &Client, target: &str, sha: &str| {
        let body = json!({ "target": { "type": "dataset", "name": target }, "files": [{ "sha256": sha, "filename": "x.bin" }] });
        client.post("/api/datasets/owner/open/lfs-files/duplicate", &body)
    };
    let copied = json!({ "success": true, "processed": 1, "succeeded": 1, "failed": [] });
    assert_eq!(ask(&owner, "owner/form", &sha).json(), copied);
    let unknown = ask(&owner, "owner/form", &"0".repeat(64));
    assert_eq!((unknown.status, &unknown.json()["failed"][0]["error"]), (207, &json!("File not found")));
    assert_eq!(ask(&client, "owner/form", &sha).status, 401);
    assert_eq!(ask(&client.token("hf_stranger"), "owner/secret", &sha).error().1, "RepoNotFound");
    assert_eq!(ask(&client.token("hf_owner_read"), "owner/form", &sha).status, 403);
    let commit = [
        json!({ "key": "header", "value": { "summary": "A copy" } }),
        json!({ "key": "lfsFile", "value": { "path": "y.bin", "algo": "sha256", "oid": sha, "size": 4 } }),
    ];
    let body = commit.map(|line| line.to_string()).join("\n");
    assert_eq!(
        owner.send("POST", "/api/datasets/owner/form/commit/main", "application/x-ndjson", body.as_bytes()).status,
        200
    );
    assert_eq!(owner.get("/datasets/owner/form/resolve/main/y.bin").body, "\0\u{1}\u{2}\u{3}");
}
