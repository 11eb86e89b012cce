//! How files are downloaded: at once, by redirects, from a CDN, and not at all where the client has them.

use cardlint::hub::MockHub;
use serde_json::json;

use crate::hub_client::{CAST, Client, Reply, start};

const FILE: &str = "/datasets/owner/open/resolve/main/a.txt";

/// The cast, whose `owner/open` has a large file, with a seed's switches.
fn switched(switches: &str) -> MockHub {
    let large = "{ id: owner/open, files: { README.md: hi, 'a b.txt': b, x.bin: { base64: AAECAw==, lfs: true },";
    start(&format!("{switches}\n{}", CAST.replace("{ id: owner/open, files: { README.md: hi,", large)))
}

fn location(reply: &Reply) -> &str {
    reply.header("location").unwrap_or_else(|| panic!("{reply:?}"))
}

// fidelity: redirects
#[test]
fn a_moved_repo_redirects_within_the_server_and_says_where_to() {
    let hub = start(CAST);
    let client = Client::new(&hub).token("hf_owner");
    let to = json!({ "fromRepo": "owner/open", "toRepo": "owner/wide", "type": "dataset" });
    assert_eq!(client.post("/api/repos/move", &to).status, 200);
    for (old, new) in [
        (FILE, "/datasets/owner/wide/resolve/main/a.txt"),
        ("/api/datasets/owner/open/tree/main?recursive=true", "/api/datasets/owner/wide/tree/main?recursive=true"),
        ("/datasets/owner/open", "/datasets/owner/wide"),
    ] {
        let moved = client.get(old);
        assert_eq!((moved.status, location(&moved)), (307, new));
        assert_eq!(moved.body, format!("Temporary Redirect. Redirecting to {new}"));
        assert_eq!(moved.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(Client::new(&hub).get(old).status, 307);
    }
    // Where a private repo went is for those who see it.
    let to = json!({ "fromRepo": "owner/secret", "toRepo": "owner/hidden", "type": "dataset" });
    assert_eq!(client.post("/api/repos/move", &to).status, 200);
    for old in ["/api/datasets/owner/secret", "/datasets/owner/secret/resolve/main/README.md"] {
        assert_eq!(location(&client.get(old)), old.replace("secret", "hidden"));
        let (nobody, stranger) = (Client::new(&hub).get(old), Client::new(&hub).token("hf_stranger").get(old));
        assert_eq!((nobody.status, stranger.status, stranger.error().1), (401, 404, "RepoNotFound"));
    }
    assert_eq!(Client::new(&hub).get("/datasets/owner/secret").status, 401);
}

// fidelity: downloads
#[test]
fn files_in_git_come_by_way_of_the_cache_if_a_seed_wants_it() {
    let hub = switched("downloads: redirect");
    let client = Client::new(&hub);
    let redirect = client.get(FILE);
    let commit = redirect.header("x-repo-commit").unwrap();
    let etag = client.get(location(&redirect)).header("etag").unwrap().replace('"', "%22");
    assert_eq!(redirect.status, 307);
    assert_eq!(
        location(&redirect),
        format!(
            "/api/resolve-cache/datasets/owner/open/{commit}/a%2Etxt?%2Fdatasets%2Fowner%2Fopen%2Fresolve%2Fmain%2Fa%2Etxt=&etag={etag}"
        )
    );
    assert_eq!(client.head(FILE).status, 307);
    let file = client.get(location(&redirect));
    assert_eq!((file.status, file.body.as_str(), file.header("x-repo-commit")), (200, "a", Some(commit)));
    let blank = client.get("/datasets/owner/open/resolve/main/a%20b.txt");
    assert_eq!(client.get(location(&blank)).body, "b");
    // Those of a gated repo, and large ones, come at once.
    let owner = client.token("hf_owner");
    assert_eq!(owner.get("/datasets/owner/voices/resolve/main/data/train.csv").status, 200);
    assert_eq!(client.get("/datasets/owner/open/resolve/main/x.bin").status, 200);
    // So do those of a private one: old clients send no token to where they are redirected.
    assert_eq!(owner.get("/datasets/owner/secret/resolve/main/README.md").status, 200);
    // The cache has a gate too.
    let sha = owner.get("/api/datasets/owner/voices").json()["sha"].as_str().unwrap().to_owned();
    let gated = format!("/api/resolve-cache/datasets/owner/voices/{sha}/data/train.csv");
    assert_eq!((client.get(&gated).status, client.token("hf_stranger").get(&gated).status), (401, 403));
    assert_eq!(owner.get(&gated).body, "a,b");
    assert_eq!(owner.get("/api/resolve-cache/datasets/owner/voices/main/data/train.csv").status, 404);
    assert_eq!(client.get("/datasets/owner/open/resolve/main/none.txt").error().1, "EntryNotFound");
    let direct = start(CAST);
    assert_eq!(Client::new(&direct).get(FILE).status, 200);
}

// fidelity: downloads
#[test]
fn large_files_come_from_a_cdn_that_wants_no_token_if_a_seed_wants_it() {
    let hub = switched("large_downloads: cdn");
    let client = Client::new(&hub);
    let files = client.get("/api/datasets/owner/open/tree/main");
    assert!(files.body.contains(r#""lfs""#) && !files.body.contains("xetHash"), "{files:?}");
    let redirect = client.token("hf_owner").get("/datasets/owner/open/resolve/main/x.bin");
    assert_eq!((redirect.status, redirect.header("x-linked-size")), (302, Some("4")));
    let oid = redirect.header("x-linked-etag").unwrap().trim_matches('"').to_owned();
    assert!(redirect.header("x-repo-commit").is_some());
    let (origin, path) = location(&redirect).split_at(location(&redirect).find("/_lfs/").unwrap());
    assert_ne!(origin, hub.endpoint(), "another port is another host");
    let cdn = Client::at(origin);
    assert_eq!(cdn.get(path).body, "\0\u{1}\u{2}\u{3}");
    assert_eq!(cdn.head(path).status, 200);
    for wrong in [cdn.token("hf_owner"), cdn.with("Cookie", "token=x")] {
        let told = wrong.get(path);
        assert_eq!(told.status, 400);
        assert!(told.error().2.contains("the CDN was sent a token"), "{told:?}");
    }
    assert_eq!(cdn.get(path.split("sign=").next().unwrap()).status, 403);
    assert_eq!((cdn.get(FILE).status, cdn.get("/_mock/state").status), (404, 404));
    // As git-lfs downloads it.
    let batch = json!({ "operation": "download", "objects": [{ "oid": oid, "size": 4 }] });
    let batch = client.post("/datasets/owner/open.git/info/lfs/objects/batch", &batch).json();
    assert!(batch["objects"][0]["actions"]["download"]["href"].as_str().unwrap().starts_with(origin));
    // Small files, and the gate, are not the CDN's.
    assert_eq!(client.get(FILE).status, 200);
    assert_eq!(client.get("/datasets/owner/voices/resolve/main/data/train.csv").status, 401);
}

// fidelity: conditional
#[test]
fn what_the_client_has_is_not_sent_again() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    for path in
        [FILE, "/datasets/owner/open/raw/main/a.txt", "/api/datasets/owner/open", "/api/datasets/owner/open/auth-check"]
    {
        let etag = client.get(path).header("etag").unwrap().to_owned();
        for known in [etag.clone(), format!("\"other\", {etag}"), "*".to_owned(), format!("W/{etag}")] {
            let again = client.with("If-None-Match", &known).get(path);
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{path} {known}");
            assert_eq!(again.header("etag"), Some(etag.as_str()));
        }
        assert_eq!(client.with("If-None-Match", "\"other\"").get(path).status, 200);
    }
    let etag = client.get(FILE).header("etag").unwrap().to_owned();
    let part = client.with("Range", "bytes=0-0");
    assert_eq!(part.with("If-None-Match", &etag).get(FILE).status, 304);
    assert_eq!(part.with("If-Range", &etag).get(FILE).status, 206);
    let whole = part.with("If-Range", "\"old\"").get(FILE);
    assert_eq!((whole.status, whole.body.as_str()), (200, "a"));
    // The gate comes first.
    let gated = client.with("If-None-Match", "*").get("/datasets/owner/voices/resolve/main/data/train.csv");
    assert_eq!(gated.status, 401);
    let posted = client.with("If-None-Match", "*").post("/api/validate-yaml", &json!({ "content": "x" }));
    assert_ne!(posted.status, 304);
}
