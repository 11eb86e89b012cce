//! Repos over HTTP: made, moved, read, committed to, with large files, pull requests and git.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use cardlint::hub::MockHub;
use serde_json::{Value, json};

use crate::hub_client::{Client, Reply, cast, start};

const OPEN: &str = "/api/datasets/owner/open";

fn owner(hub: &MockHub) -> Client {
    Client::new(hub).token("hf_owner")
}

/// Sends a commit, a line each.
fn commit(client: &Client, path: &str, lines: &[Value]) -> Reply {
    let body: Vec<String> = lines.iter().map(ToString::to_string).collect();
    client.send("POST", path, "application/x-ndjson", body.join("\n").as_bytes())
}

fn header(summary: &str) -> Value {
    json!({ "key": "header", "value": { "summary": summary, "description": "" } })
}

fn file(path: &str, text: &str) -> Value {
    json!({ "key": "file", "value": { "path": path, "content": text, "encoding": "utf-8" } })
}

fn sha(client: &Client, repo: &str) -> String {
    client.get(repo).json()["sha"].as_str().unwrap().to_owned()
}

#[test]
fn a_repo_is_made_in_ones_own_namespace() {
    let hub = cast();
    let create = |client: &Client, body: Value| client.post("/api/repos/create", &body);
    let made = create(&owner(&hub), json!({ "name": "new", "type": "dataset", "license": "mit" }));
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(made.json()["url"], format!("{}/datasets/owner/new", hub.endpoint()));
    let again = create(&owner(&hub), json!({ "name": "New", "type": "dataset" }));
    assert_eq!((again.status, &again.json()["url"]), (409, &made.json()["url"]));
    let files = owner(&hub).get("/api/datasets/owner/new/tree/main").json();
    let paths: Vec<&str> = files.as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, [".gitattributes", "README.md"]);
    assert_eq!(create(&Client::new(&hub), json!({ "name": "new" })).status, 401);
    assert_eq!(create(&owner(&hub), json!({ "name": "new", "organization": "acme" })).status, 403);
    assert_eq!(create(&owner(&hub), json!({ "name": "a b" })).status, 400);
    assert_eq!(create(&Client::new(&hub).token("hf_owner_read"), json!({ "name": "new" })).status, 403);
    let reader = Client::new(&hub).token("hf_reader");
    assert_eq!(create(&reader, json!({ "name": "new", "organization": "acme" })).status, 403);
    let contributor = Client::new(&hub).token("hf_contributor");
    assert_eq!(create(&contributor, json!({ "name": "new", "organization": "acme" })).status, 200);
}

#[test]
fn a_moved_repo_is_found_at_both_names() {
    let hub = cast();
    let client = owner(&hub);
    let to = json!({ "fromRepo": "owner/open", "toRepo": "owner/wide", "type": "dataset" });
    assert_eq!(client.post("/api/repos/move", &to).status, 200);
    let moved = client.get("/datasets/owner/open/resolve/main/a.txt");
    assert_eq!((moved.status, moved.header("location")), (307, Some("/datasets/owner/wide/resolve/main/a.txt")));
    assert_eq!(client.get("/datasets/OWNER/Wide/resolve/main/a.txt").body, "a");
    let taken = json!({ "fromRepo": "owner/wide", "toRepo": "owner/voices", "type": "dataset" });
    let refused = client.post("/api/repos/move", &taken);
    assert_eq!(refused.error().0, 409);
    assert!(refused.error().2.contains("A dataset repository called `owner/voices` already exists"));
    let gone = client.send("DELETE", "/api/repos/delete", "application/json", br#"{"name":"wide","type":"dataset"}"#);
    assert_eq!(gone.status, 200);
    assert_eq!(client.get("/api/datasets/owner/wide").error(), (404, "RepoNotFound", "Repository not found"));
}

#[test]
fn lists_show_what_the_caller_sees() {
    let hub = cast();
    let ids = |client: &Client, query: &str| -> Vec<String> {
        let list = client.get(&format!("/api/datasets?{query}")).json();
        list.as_array().unwrap().iter().map(|repo| repo["id"].as_str().unwrap().to_owned()).collect()
    };
    assert!(ids(&owner(&hub), "author=owner").contains(&"owner/secret".to_owned()));
    assert!(!ids(&Client::new(&hub), "author=owner").contains(&"owner/secret".to_owned()));
    assert_eq!(ids(&Client::new(&hub), "search=VOIC&gated=true"), ["owner/voices"]);
    assert_eq!(ids(&Client::new(&hub), "filter=license:mit"), ["owner/voices"]);
    let page = Client::new(&hub).get("/api/datasets?limit=1");
    assert!(page.header("link").unwrap().contains("cursor=1"), "{page:?}");
}

#[test]
fn a_repo_tells_what_is_asked_for() {
    let hub = cast();
    let client = Client::new(&hub);
    let info = client.get("/api/datasets/owner/voices?expand=gated&expand=cardData").json();
    assert_eq!(info.as_object().unwrap().keys().collect::<Vec<_>>(), ["_id", "id", "gated", "cardData"]);
    assert_eq!(info["cardData"], json!({ "license": "mit" }));
    let siblings = client.get("/api/datasets/owner/open/revision/HEAD?blobs=true").json()["siblings"].clone();
    assert_eq!(siblings[2]["rfilename"], "a.txt");
    assert_eq!(siblings[2]["blobId"], "2e65efe2a145dda7ee51d1741299f848e5bf752e", "what git hash-object says of `a`");
    assert_eq!(
        client.get("/api/datasets/owner/open/revision/nope").error(),
        (404, "RevisionNotFound", "Invalid rev id: nope")
    );
}

#[test]
fn a_commit_changes_the_branch_and_only_then() {
    let hub = cast();
    let client = owner(&hub);
    let before = sha(&client, OPEN);
    let path = format!("{OPEN}/commit/main");
    let lines =
        [header("Two files"), file("b.txt", "b"), json!({ "key": "deletedFile", "value": { "path": "a.txt" } })];
    for token in ["hf_stranger", "hf_owner_read"] {
        assert_eq!(commit(&Client::new(&hub).token(token), &path, &lines).status, 403, "{token}");
    }
    assert_eq!(commit(&Client::new(&hub), &path, &lines).status, 401);
    assert_eq!(sha(&client, OPEN), before);
    let made = commit(&client, &path, &lines).json();
    assert_eq!((&made["success"], &made["commitOid"]), (&json!(true), &json!(sha(&client, OPEN))));
    assert_eq!(client.get("/datasets/owner/open/resolve/main/b.txt").body, "b");
    assert_eq!(
        client.get("/datasets/owner/open/resolve/main/a.txt").error(),
        (404, "EntryNotFound", "Entry not found")
    );
    assert_eq!(client.get(&format!("/datasets/owner/open/resolve/{before}/a.txt")).body, "a", "the old commit stays");
    let stale = json!({ "key": "header", "value": { "summary": "late", "parentCommit": before } });
    let late = commit(&client, &path, &[stale, file("c.txt", "c")]);
    assert_eq!(late.error().0, 412);
    assert_eq!(late.error().2, "The branch was updated since you opened this page. Please refresh and try again.");
    assert_eq!(commit(&client, &format!("{OPEN}/commit/{before}"), &lines).error().1, "RevisionNotFound");
    assert_eq!(commit(&client, &path, &[header("odd"), file("../x", "x")]).status, 422);
    assert_eq!(client.send("POST", &path, "application/x-ndjson", b"{no json").status, 400);
}

#[test]
fn the_card_is_judged_at_the_door() {
    let hub = cast();
    let client = owner(&hub);
    let path = format!("{OPEN}/commit/main");
    let before = sha(&client, OPEN);
    let bad = commit(&client, &path, &[header("card"), file("README.md", "---\nlicense: no-such\n---\n")]);
    assert_eq!(bad.status, 400);
    assert!(bad.json()["error"].as_str().unwrap().starts_with("Invalid metadata in README.md.\n- "), "{bad:?}");
    assert_eq!(sha(&client, OPEN), before);
    let bare = commit(&client, &path, &[header("card"), file("README.md", "# Voices\n")]).json();
    assert_eq!(bare["hookOutput"], "Warning: empty or missing yaml metadata in repo card\n");
    let elsewhere = commit(&client, &path, &[header("card"), file("docs/README.md", "---\nlicense: no-such\n---\n")]);
    assert_eq!(elsewhere.status, 200, "only the card of the repo is judged");
}

#[test]
fn large_files_are_announced_uploaded_verified_and_committed() {
    let hub = cast();
    let client = owner(&hub);
    let announced = json!({ "files": [
        { "path": "weights.bin", "sample": "AAEC", "size": 3 },
        { "path": "text", "sample": "YQ==", "size": 1 },
        { "path": "odd", "sample": "AAEC", "size": 3 },
        { "path": "huge.txt", "sample": "YQ==", "size": 20_000_000 },
    ] });
    let modes = client.post(&format!("{OPEN}/preupload/main"), &announced).json();
    let modes: Vec<&str> =
        modes["files"].as_array().unwrap().iter().map(|file| file["uploadMode"].as_str().unwrap()).collect();
    assert_eq!(modes, ["lfs", "regular", "lfs", "lfs"]);

    let bytes = [0, 1, 2];
    let oid = "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc";
    let line = json!({ "key": "lfsFile", "value": { "path": "weights.bin", "algo": "sha256", "oid": oid, "size": 3 } });
    let commit_path = format!("{OPEN}/commit/main");
    let early = commit(&client, &commit_path, &[header("early"), line.clone()]);
    assert_eq!(early.status, 400, "nobody uploaded it: {early:?}");

    let batch = json!({ "operation": "upload", "transfers": ["basic"], "objects": [{ "oid": oid, "size": 3 }] });
    let batch = client.post("/datasets/owner/open.git/info/lfs/objects/batch", &batch).json();
    let actions = &batch["objects"][0]["actions"];
    let at = |action: &str| {
        let href = actions[action]["href"].as_str().unwrap();
        href.strip_prefix(hub.endpoint()).unwrap().to_owned()
    };
    let anonymous = Client::new(&hub);
    assert_eq!(anonymous.post(&at("verify"), &json!({ "oid": oid, "size": 3 })).status, 404, "not yet there");
    assert_eq!(anonymous.send("PUT", &at("upload"), "", &[9, 9, 9]).status, 400, "other bytes");
    assert_eq!(anonymous.send("PUT", &at("upload"), "", &[0, 1, 2, 3]).status, 413, "more bytes");
    assert_eq!(
        anonymous.send("PUT", &at("upload").replace("sign=", "sign=0"), "", &bytes).status,
        403,
        "a forged link"
    );
    assert_eq!(anonymous.send("PUT", &at("upload"), "", &bytes).status, 200);
    assert_eq!(anonymous.post(&at("verify"), &json!({ "oid": oid, "size": 3 })).status, 200);
    assert_eq!(commit(&client, &commit_path, &[header("weights"), line]).status, 200);

    let head = client.head("/datasets/owner/open/resolve/main/weights.bin");
    assert_eq!((head.header("content-length"), head.header("x-linked-size")), (Some("3"), Some("3")));
    assert_eq!(head.header("x-linked-etag"), Some(format!("\"{oid}\"").as_str()));
    assert!(client.get("/datasets/owner/open/raw/main/weights.bin").body.contains(oid), "raw shows the pointer");
}

#[test]
fn an_upload_that_is_cut_leaves_nothing() {
    let hub = cast();
    let client = owner(&hub);
    let state = || client.get("/_mock/state").body;
    let before = state();
    let oid = "0f".repeat(32);
    let batch =
        json!({ "operation": "upload", "transfers": ["basic"], "objects": [{ "oid": oid, "size": 5_000_000 }] });
    let batch = client.post("/datasets/owner/open.git/info/lfs/objects/batch", &batch).json();
    let href = batch["objects"][0]["actions"]["upload"]["href"].as_str().unwrap().to_owned();
    let path = href.strip_prefix(hub.endpoint()).unwrap();
    let host = hub.endpoint().strip_prefix("http://").unwrap();
    let cut = |head: String| {
        let mut bytes = format!(
            "{head} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer hf_owner\r\nContent-Length: 5000000\r\n\r\n"
        )
        .into_bytes();
        bytes.resize(bytes.len() + 2_000_000, b'\n');
        client.raw(&bytes);
    };
    cut(format!("PUT {path}"));
    cut(format!("POST {OPEN}/commit/main"));
    cut("POST /datasets/owner/open/git-receive-pack".to_owned());
    assert_eq!(client.post(&path.replace("do=put", "do=verify"), &json!({})).status, 403);
    assert_eq!(state(), before);
}

#[test]
fn a_body_that_no_handler_reads_does_not_end_the_connection() {
    let hub = cast();
    let host = hub.endpoint().strip_prefix("http://").unwrap();
    let ask = format!("POST /_xet/x/v1/xorb-grants/default/0 HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    for _ in 0..2 {
        stream.write_all(ask.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(b"{}").unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"HTTP/1.1 404");
        let mut rest = vec![0; 64 << 10];
        while !rest.windows(4).any(|four| four == b"\r\n\r\n") {
            let read = stream.read(&mut rest).unwrap();
            assert_ne!(read, 0, "the connection ended");
        }
    }
}

#[test]
fn ranges_of_a_file_come_as_asked_for() {
    let hub = start("users: [{ name: ana }]\nrepos: [{ id: ana/v, files: { a.txt: '0123456789' } }]\n");
    let client = Client::new(&hub);
    let range = |range: &str| client.with("Range", range).get("/datasets/ana/v/resolve/main/a.txt");
    for (asked, got, content_range) in [
        ("bytes=0-0", "0", "bytes 0-0/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=5-99", "56789", "bytes 5-9/10"),
    ] {
        let reply = range(asked);
        assert_eq!((reply.status, reply.body.as_str(), reply.header("content-range")), (206, got, Some(content_range)));
    }
    let beyond = range("bytes=10-");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */10")));
}

#[test]
fn who_may_not_read_sees_no_ids_of_large_files() {
    let hub = start(
        "users: [{ name: ana, tokens: [{ token: hf_ana, role: write }] }, { name: bo, tokens: [{ token: hf_bo, role: read }] }]\n\
         repos: [{ id: ana/v, gated: manual, files: { a.bin: { base64: AAEC, lfs: true }, b.txt: b } }]\n",
    );
    let tree = |client: &Client| client.get("/api/datasets/ana/v/tree/main").json()[1].clone();
    let (anonymous, bo, ana) = (Client::new(&hub), Client::new(&hub).token("hf_bo"), Client::new(&hub).token("hf_ana"));
    let stars = "*".repeat(64);
    assert_eq!(tree(&anonymous)["lfs"], json!({ "oid": stars, "size": 3, "pointerSize": 126 }));
    assert_eq!(tree(&bo)["lfs"]["oid"], stars);
    let oid = tree(&ana)["lfs"]["oid"].as_str().unwrap().to_owned();
    assert_eq!(oid, "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc");
    let batch = json!({ "operation": "download", "objects": [{ "oid": oid, "size": 3 }] });
    let download = |client: &Client| client.post("/datasets/ana/v.git/info/lfs/objects/batch", &batch);
    assert_eq!(download(&bo).error().1, "GatedRepo");
    let href = download(&ana).json()["objects"][0]["actions"]["download"]["href"].as_str().unwrap().to_owned();
    assert_eq!(anonymous.get(href.strip_prefix(hub.endpoint()).unwrap()).body.as_bytes(), [0, 1, 2]);
    assert_eq!(bo.get("/api/datasets/ana/v/xet-read-token/main").error().1, "GatedRepo");
}

#[test]
fn branches_and_tags_come_and_go() {
    let hub = cast();
    let client = owner(&hub);
    let (branch, tag) = (format!("{OPEN}/branch/next%2Fone"), format!("{OPEN}/tag/main"));
    assert_eq!(client.post(&branch, &json!({})).status, 200);
    assert_eq!(client.post(&branch, &json!({})).error().2, "Reference refs/heads/next/one already exists");
    assert_eq!(client.post(&tag, &json!({ "tag": "v1", "message": "the first" })).status, 200);
    assert_eq!(client.post(&tag, &json!({ "tag": "v1" })).status, 409);
    for name in [
        "no good", "", "-x", ".x", "/x", "x/", "x.", "x.lock", "x.lock/y", "x..y", "x//y", "x@{y", "x/.y", "x\ty",
        "x:y",
    ] {
        assert_eq!(client.post(&tag, &json!({ "tag": name })).status, 400, "git has no tag {name:?}");
    }
    let refs = client.get(&format!("{OPEN}/refs?include_prs=1")).json();
    assert_eq!((&refs["branches"][1]["name"], &refs["tags"][0]["name"]), (&json!("next/one"), &json!("v1")));
    assert_eq!(refs["tags"][0]["targetCommit"], refs["branches"][0]["targetCommit"]);
    assert_eq!(client.delete(&branch).status, 200);
    assert_eq!(client.delete(&branch).error().1, "RevisionNotFound");
    assert_eq!(client.delete(&format!("{OPEN}/branch/main")).status, 403);
    assert_eq!(Client::new(&hub).token("hf_stranger").post(&branch, &json!({})).status, 403);
}

#[test]
fn a_stranger_proposes_and_the_owner_merges() {
    let hub = cast();
    let stranger = Client::new(&hub).token("hf_stranger");
    let proposed =
        commit(&stranger, &format!("{OPEN}/commit/main?create_pr=1"), &[header("Better"), file("a.txt", "better")]);
    assert_eq!(proposed.json()["pullRequestUrl"], format!("{}/datasets/owner/open/discussions/1", hub.endpoint()));
    assert_eq!(stranger.get("/datasets/owner/open/resolve/main/a.txt").body, "a");
    assert_eq!(stranger.get("/datasets/owner/open/resolve/refs%2Fpr%2F1/a.txt").body, "better");
    let more = commit(&stranger, &format!("{OPEN}/commit/refs%2Fpr%2F1"), &[header("More"), file("b.txt", "b")]);
    assert_eq!(more.status, 200, "{more:?}");
    let merge = format!("{OPEN}/discussions/1/merge");
    assert_eq!(stranger.post(&merge, &json!({})).status, 403);
    assert_eq!(owner(&hub).post(&merge, &json!({})).status, 200);
    assert_eq!(stranger.get("/datasets/owner/open/resolve/main/b.txt").body, "b");
    let details = stranger.get(&format!("{OPEN}/discussions/1")).json();
    assert_eq!((&details["status"], &details["author"]["name"]), (&json!("merged"), &json!("stranger")));
    let gated =
        commit(&stranger, "/api/datasets/owner/voices/commit/main?create_pr=1", &[header("no"), file("a", "a")]);
    assert_eq!(gated.error().1, "GatedRepo", "who may not read cannot propose");
}

#[test]
fn git_is_asked_to_log_in_and_told_why_not() {
    let hub = cast();
    let refs = |client: &Client, repo: &str| client.get(&format!("/datasets/{repo}/info/refs?service=git-upload-pack"));
    let anonymous = refs(&Client::new(&hub), "owner/voices");
    assert_eq!(anonymous.status, 401);
    assert!(anonymous.header("www-authenticate").unwrap().starts_with("Basic realm="));
    let requester = refs(&Client::new(&hub).token("hf_requester"), "owner/voices");
    assert_eq!((requester.status, requester.header("content-type")), (403, Some("text/plain; charset=utf-8")));
    assert_eq!(
        requester.body,
        "Your request to access dataset owner/voices is awaiting a review from the repo authors."
    );
    // Who reads may begin a push, and who does not cannot.
    let push = |token: &str, repo: &str| {
        let service = format!("/datasets/{repo}/info/refs?service=git-receive-pack");
        Client::new(&hub).token(token).get(&service).status
    };
    assert_eq!((push("hf_stranger", "owner/open"), push("hf_stranger", "owner/voices")), (200, 403));
    assert_eq!(Client::new(&hub).get("/datasets/owner/open/info/refs").status, 403, "the dumb protocol");
}

#[test]
fn a_collection_becomes_a_gating_group() {
    let hub = cast();
    let admin = Client::new(&hub).token("hf_admin");
    let made = admin.post("/api/collections", &json!({ "title": "Calls", "namespace": "acme" })).json();
    let path = format!("/api/collections/{}", made["slug"].as_str().unwrap());
    let item = json!({ "item": { "type": "dataset", "id": "acme/calls" }, "note": "all of them" });
    assert_eq!(admin.post(&format!("{path}/items"), &item).json()["items"][0]["note"]["text"], "all of them");
    assert_eq!(admin.post(&format!("{path}/items"), &item).status, 409);
    let gating = json!({ "gating": { "mode": "auto" } }).to_string();
    let change = |client: &Client| client.send("PATCH", &path, "application/json", gating.as_bytes());
    assert_eq!(change(&Client::new(&hub).token("hf_writer")).status, 403);
    assert_eq!(change(&admin).json()["data"]["gating"], json!({ "mode": "auto" }));
    assert_eq!(Client::new(&hub).get(&path).json()["gating"], true);
    assert_eq!(Client::new(&hub).get("/api/datasets/acme/calls").json()["gated"], "auto");
    let foreign = admin.post(&format!("{path}/items"), &json!({ "item": { "type": "dataset", "id": "owner/open" } }));
    assert_eq!(foreign.status, 400, "a group holds only repos of its organization");
    assert_eq!(admin.delete(&path).status, 200);
    assert_eq!(admin.get(&path).status, 404);
}
