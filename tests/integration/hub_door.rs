//! Who and what does not get into a repo, in the words that scripts look for.

use serde_json::{Value, json};

use crate::hub_client::{Client, Reply, cast};

const OPEN: &str = "/api/datasets/owner/open";

/// Commits one file with these bytes.
fn commit(client: &Client, to: &str, path: &str, bytes: &[u8]) -> Reply {
    use base64::Engine;
    let content = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines = [
        json!({ "key": "header", "value": { "summary": "A file" } }),
        json!({ "key": "file", "value": { "path": path, "content": content, "encoding": "base64" } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    client.send("POST", to, "application/x-ndjson", body.as_bytes())
}

fn batch(client: &Client, target: Option<&str>) -> Reply {
    let mut body = json!({ "operation": "upload", "objects": [{ "oid": "a".repeat(64), "size": 1 }] });
    if let Some(target) = target {
        body["ref"] = json!({ "name": target });
    }
    client.post("/datasets/owner/open.git/info/lfs/objects/batch", &body)
}

// fidelity: refused-files
#[test]
fn a_commit_brings_no_binary_file_and_no_large_one_into_git() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let to = format!("{OPEN}/commit/main");
    let refused = commit(&owner, &to, "data/x.nrrd", b"a\0b");
    assert_eq!(
        refused.error(),
        (
            400,
            "",
            "Your push was rejected because it contains binary files. Please use \
             https://huggingface.co/docs/hub/xet to store binary files. See also: \
             https://huggingface.co/docs/hub/xet/using-xet-storage#git Offending files: - data/x.nrrd (ref: refs/heads/main)"
        )
    );
    let body = refused.json()["error"].as_str().unwrap().to_owned();
    assert!(body.ends_with("\n\nOffending files:\n  - data/x.nrrd (ref: refs/heads/main)"), "{body}");
    let large = commit(&owner, &to, "x.csv", &vec![b'a'; (10 << 20) + 1]);
    assert_eq!(
        large.error().2,
        "Your push was rejected because it contains files larger than 10 MiB. Please use \
         https://git-lfs.github.com/ to store large files. See also: \
         https://hf.co/docs/hub/repositories-getting-started#terminal Offending files: - x.csv (ref: refs/heads/main)"
    );
    assert_eq!(owner.get(OPEN).json()["siblings"].as_array().unwrap().len(), 3, "nothing was committed");
    assert_eq!(commit(&owner, &to, "x.csv", &vec![b'a'; 10 << 20]).status, 200);
    // What `preupload` sends by git, `commit` takes: it was shown no more of the file.
    let mut late = vec![b'a'; 600];
    late.push(0);
    assert_eq!(commit(&owner, &to, "late.csv", &late).status, 200);
    // For every type of repo, and by pull request.
    let net = commit(&owner, "/api/models/owner/net/commit/main", "x.csv", b"\0");
    assert!(net.error().2.starts_with("Your push was rejected because it contains binary files."));
    let pull = commit(&owner, &format!("{to}?create_pr=1"), "x.csv", b"\0");
    assert_eq!(pull.status, 400);
}

// fidelity: propose-instead
#[test]
fn who_may_not_commit_is_told_to_propose() {
    let hub = cast();
    let client = Client::new(&hub);
    let told = "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request";
    let files = json!({ "files": [{ "path": "a.txt", "sample": "", "size": 1 }] });
    let stranger = client.token("hf_stranger");
    for (method, path) in [("POST", "preupload/main"), ("POST", "commit/main"), ("GET", "xet-write-token/main")] {
        let ask = |client: &Client, query: &str| {
            let at = format!("{OPEN}/{path}{query}");
            match (method, path) {
                ("GET", _) => client.get(&at),
                (_, "commit/main") => commit(client, &at, "a.txt", b"a"),
                _ => client.post(&at, &files),
            }
        };
        assert_eq!(ask(&stranger, "").error(), (403, "", told), "{path}");
        assert_eq!(ask(&stranger, "?create_pr=1").status, 200, "{path}");
        assert_eq!(ask(&client, "").status, 401, "{path}");
        let read = ask(&client.token("hf_owner_read"), "");
        assert_eq!((read.status, read.error().2 == told), (403, false), "a read token proposes nothing");
        assert_eq!(ask(&client.token("hf_owner"), "").status, 200, "{path}");
    }
}

// fidelity: lfs-ref
#[test]
fn large_files_for_a_branch_are_for_who_writes_it() {
    let hub = cast();
    let client = Client::new(&hub);
    let (owner, stranger, nobody) = (client.token("hf_owner"), client.token("hf_stranger"), client.clone());
    for target in [Some("refs/heads/main"), Some("main")] {
        assert_eq!(batch(&owner, target).status, 200);
        let refused = batch(&stranger, target);
        let told = "You have read access but not the required permissions for this operation";
        assert_eq!(refused.error(), (403, "", told));
        assert_eq!(refused.json(), json!({ "error": told, "message": told }), "git-lfs shows the message");
        assert_eq!(batch(&nobody, target).status, 401);
    }
    // Without one it may be for a pull request.
    assert_eq!(
        (batch(&owner, None).status, batch(&stranger, None).status, batch(&nobody, None).status),
        (200, 200, 401)
    );
    let pull = commit(&stranger, &format!("{OPEN}/commit/main?create_pr=1"), "a.txt", b"b").json();
    assert!(pull["pullRequestUrl"].as_str().unwrap().ends_with("/discussions/1"));
    assert_eq!((batch(&owner, Some("refs/pr/1")).status, batch(&stranger, Some("refs/pr/1")).status), (200, 200));
    assert_eq!(batch(&client.token("hf_admin"), Some("refs/pr/1")).status, 403);
}

// fidelity: foreign-namespace
#[test]
fn nobody_makes_repos_in_a_foreign_namespace() {
    let hub = cast();
    let client = Client::new(&hub);
    let create = |client: &Client, kind: &str| {
        client.post("/api/repos/create", &json!({ "name": "new", "organization": "acme", "type": kind }))
    };
    for kind in ["dataset", "model", "space"] {
        let told = format!("You don't have the rights to create a {kind} under this namespace");
        for token in ["hf_owner", "hf_reader"] {
            assert_eq!(create(&client.token(token), kind).error(), (403, "", told.as_str()));
        }
    }
    assert_eq!(create(&client, "dataset").status, 401);
    assert_eq!(create(&client.token("hf_admin"), "dataset").status, 200);
}

// fidelity: bad-credentials
#[test]
fn an_unknown_token_is_not_taken_for_nobody() {
    let hub = cast();
    let bad = Client::new(&hub).token("hf_nobody");
    let told = "Invalid credentials in Authorization header";
    for path in
        [OPEN, "/api/datasets/owner/voices/auth-check", "/datasets/owner/open/resolve/main/a.txt", "/api/datasets"]
    {
        assert_eq!(bad.get(path).error(), (401, "", told), "{path}");
    }
    assert_eq!(bad.get("/api/whoami-v2").error(), (401, "", "Invalid username or password."));
    assert_eq!(bad.get(OPEN).json(), json!({ "error": told }) as Value);
}

// fidelity: dangling-pointers
#[test]
fn a_commit_names_no_large_file_that_nobody_uploaded() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let lines = [
        json!({ "key": "header", "value": { "summary": "Files" } }),
        json!({ "key": "lfsFile", "value": { "path": "x.bin", "algo": "sha256", "oid": "a".repeat(64), "size": 4 } }),
        json!({ "key": "lfsFile", "value": { "path": "y.bin", "algo": "sha256", "oid": "b".repeat(64), "size": 4 } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let refused = owner.send("POST", &format!("{OPEN}/commit/main"), "application/x-ndjson", body.as_bytes());
    let told = "Your push was rejected because an LFS pointer pointed to a file that does not exist. For instance, this \
                can happen if you used git push --no-verify to push your changes. Offending file: - x.bin - y.bin";
    assert_eq!(refused.error(), (400, "", told));
}

// fidelity: conflict-wording
#[test]
fn what_is_there_already_and_what_is_not_there_is_said_in_the_hubs_words() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    for (kind, name) in [("dataset", "open"), ("model", "net")] {
        let again = owner.post("/api/repos/create", &json!({ "name": name, "type": kind }));
        let told = format!("You already created this {kind} repo");
        assert_eq!((again.status, again.json()["error"].as_str()), (409, Some(told.as_str())));
    }
    let tag = || owner.post(&format!("{OPEN}/tag/main"), &json!({ "tag": "v1" }));
    assert_eq!((tag().status, tag().error()), (200, (409, "", "Tag reference exists already")));
    let lines = [
        json!({ "key": "header", "value": { "summary": "Less" } }),
        json!({ "key": "deletedFile", "value": { "path": "none.txt" } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let gone = owner.send("POST", &format!("{OPEN}/commit/main"), "application/x-ndjson", body.as_bytes());
    assert_eq!(gone.error(), (404, "EntryNotFound", "A file with this name doesn't exist"));
}
