//! A mock below a path of its address, as behind a reverse proxy.

use cardlint::hub::{MockHub, Seed, Settings};
use serde_json::json;

use crate::hub_client::Client;

const SEED: &str = "users:
- { name: ana, tokens: [{ token: hf_ana }] }
repos:
- { id: ana/voices, files: { README.md: \"[up](/datasets) [there](//e.example/x)\", a.txt: a, b.bin: { base64: AAEC, lfs: true } } }
- { id: ana/other }
";

fn below(path: &str) -> MockHub {
    let settings = Settings { base_path: path.to_owned(), ..Settings::default() };
    MockHub::start_with(Seed::parse("hub.yaml", SEED).unwrap(), settings).unwrap()
}

/// A client of the address, without the base path.
fn client(hub: &MockHub) -> Client {
    Client::at(hub.endpoint().strip_suffix("/hf/hub").unwrap()).token("hf_ana")
}

#[test]
fn everything_is_below_the_base_path_and_nothing_else_is() {
    let hub = below("/hf/hub");
    let client = client(&hub);
    assert_eq!(client.get("/hf/hub/api/datasets/ana/voices").json()["id"], "ana/voices");
    assert_eq!(client.get("/hf/hub/datasets/ana/voices/resolve/main/a.txt").body, "a");
    assert_eq!(client.get("/hf/hub/_mock/health").status, 200);
    assert_eq!(client.get("/hf/hub").status, 200);
    // polars ends the path of the root with a slash.
    let tree = |path: &str| client.get(&format!("/hf/hub/api/datasets/ana/voices/tree/main{path}?recursive=true")).body;
    assert_eq!(tree("/"), tree(""));
    for path in ["/api/datasets/ana/voices", "/hf/hubs/api/datasets/ana/voices", "/hf", "/_mock/health", "/"] {
        let reply = client.get(path);
        assert_eq!(
            (reply.status, reply.json()["error"].as_str()),
            (404, Some("This mock Hub is below /hf/hub")),
            "{path}"
        );
    }
    assert_eq!(hub.requests()[0].path, "/api/datasets/ana/voices", "inside, nothing knows of it");
}

#[test]
fn links_and_redirects_lead_below_it() {
    let hub = below("/hf/hub/");
    let (client, endpoint) = (client(&hub), hub.endpoint());
    let page = client.get("/hf/hub/api/datasets?limit=1");
    assert!(page.header("link").unwrap().starts_with(&format!("<{endpoint}/api/datasets?")), "{page:?}");
    let batch = json!({ "operation": "download", "transfers": ["basic"], "objects": [
        { "oid": "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc", "size": 3 }] });
    let batch = client.post("/hf/hub/datasets/ana/voices.git/info/lfs/objects/batch", &batch).json();
    let href = batch["objects"][0]["actions"]["download"]["href"].as_str().unwrap().to_owned();
    assert!(href.starts_with(&format!("{endpoint}/_lfs/")), "{batch}");
    client
        .post("/hf/hub/api/repos/move", &json!({ "fromRepo": "ana/other", "toRepo": "ana/moved", "type": "dataset" }));
    let moved = client.get("/hf/hub/api/datasets/ana/other");
    assert_eq!(moved.status, 307);
    assert!(moved.header("location").unwrap().ends_with("/hf/hub/api/datasets/ana/moved"), "{moved:?}");
    let login = client.send(
        "POST",
        "/hf/hub/login",
        "application/x-www-form-urlencoded",
        b"user=ana&next=/datasets/ana/voices",
    );
    assert_eq!(login.header("location"), Some("/hf/hub/datasets/ana/voices"));
}

#[test]
fn pages_stay_below_it() {
    let hub = below("/hf/hub");
    let page = client(&hub).get("/hf/hub/datasets/ana/voices").body;
    assert!(page.contains("href=\"/hf/hub/_mock/style.css\"") && page.contains("href=\"/hf/hub/datasets\""), "{page}");
    assert!(page.contains("href=\"//e.example/x\""), "{page}");
    for (before, _) in page.match_indices("=\"/") {
        let link = &page[before + 2..];
        assert!(link.starts_with("/hf/hub/") || link.starts_with("//e.example"), "{}", &link[..40]);
    }
}
