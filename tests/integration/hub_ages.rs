//! What clients of other ages and kinds send.

use serde_json::json;

use crate::hub_client::{Client, cast};

// fidelity: booleans
#[test]
fn a_boolean_has_any_case_and_no_other_word() {
    let hub = cast();
    let client = Client::new(&hub);
    let ids = |query: &str| -> Vec<String> {
        let list = client.get(&format!("/api/datasets?gated={query}")).json();
        list.as_array().unwrap().iter().map(|repo| repo["id"].as_str().unwrap().to_owned()).collect()
    };
    for word in ["true", "True", "TRUE", "1"] {
        assert!(
            ids(word).contains(&"owner/voices".to_owned()) && !ids(word).contains(&"owner/open".to_owned()),
            "{word}"
        );
    }
    for word in ["false", "False", "0"] {
        assert!(
            !ids(word).contains(&"owner/voices".to_owned()) && ids(word).contains(&"owner/open".to_owned()),
            "{word}"
        );
    }
    let odd = client.get("/api/datasets?gated=yes");
    assert_eq!((odd.status, odd.error().2.ends_with("at gated")), (400, true));
}

// fidelity: pull-by-commit
#[test]
fn a_pull_request_by_commit_is_open_and_one_without_commits_a_draft() {
    let hub = cast();
    let client = Client::new(&hub);
    let (owner, stranger) = (client.token("hf_owner"), client.token("hf_stranger"));
    let lines = [
        json!({ "key": "header", "value": { "summary": "A file" } }),
        json!({ "key": "file", "value": { "path": "b.txt", "content": "b" } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let to = "/api/datasets/owner/open/commit/main?create_pr=1";
    assert_eq!(client.send("POST", to, "application/x-ndjson", body.as_bytes()).status, 401);
    assert_eq!(stranger.send("POST", to, "application/x-ndjson", body.as_bytes()).status, 200);
    let pulls = "/api/datasets/owner/open/discussions";
    assert_eq!(client.get(&format!("{pulls}/1")).json()["status"], "open");
    assert_eq!(stranger.post(&format!("{pulls}/1/merge"), &json!({})).status, 403);
    assert_eq!(owner.post(&format!("{pulls}/1/merge"), &json!({})).status, 200);
    assert_eq!(client.get("/datasets/owner/open/resolve/main/b.txt").body, "b");
    let draft = json!({ "title": "Later", "pullRequest": true });
    assert_eq!(stranger.post(pulls, &draft).json()["num"], 2);
    assert_eq!(client.get(&format!("{pulls}/2")).json()["status"], "draft");
    assert_eq!(owner.post(&format!("{pulls}/2/merge"), &json!({})).status, 400);
}

// fidelity: lfs-locks
#[test]
fn there_are_no_locks_and_git_lfs_hears_so() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    for (method, path) in [
        ("POST", "locks/verify"),
        ("POST", "locks"),
        ("GET", "locks"),
        ("POST", "locks/660000000000000000000001/unlock"),
    ] {
        let reply = owner.send(method, &format!("/datasets/owner/open.git/info/lfs/{path}"), "application/json", b"{}");
        assert_eq!((reply.status, reply.error().2), (404, "LFS locks are not supported"));
    }
    assert_eq!(owner.get("/_mock/requests?unmatched=true").json(), json!([]));
}

// fidelity: xet-aliases
#[test]
fn the_content_store_answers_to_the_words_of_each_age() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let token = owner.get("/api/datasets/owner/open/xet-write-token/main").json();
    let run = token["casUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let store = Client::new(&hub).token(token["accessToken"].as_str().unwrap());
    let hash = "0".repeat(64);
    for (path, status) in [
        ("shards".to_owned(), 400),
        ("v1/shards".to_owned(), 400),
        ("v1/shard".to_owned(), 400),
        (format!("shard/default/{hash}"), 400),
        (format!("xorb/default/{hash}"), 400),
        (format!("v1/xorb/default/{hash}"), 400),
        (format!("v1/xorbs/default/{hash}"), 400),
        ("v1/telemetry".to_owned(), 204),
    ] {
        let path = format!("/_xet/{run}/{path}");
        assert_eq!(store.send("POST", &path, "application/octet-stream", b"no shard").status, status, "{path}");
        if status == 400 {
            assert_eq!(
                Client::new(&hub).send("POST", &path, "application/octet-stream", b"no shard").status,
                401,
                "{path}"
            );
        }
    }
    for path in
        [format!("v1/chunk/default/{hash}"), format!("chunk/default/{hash}"), format!("v1/chunks/default/{hash}")]
    {
        assert_eq!(store.get(&format!("/_xet/{run}/{path}")).status, 404);
    }
    assert_eq!(owner.get("/_mock/requests?unmatched=true").json(), json!([]));
}
