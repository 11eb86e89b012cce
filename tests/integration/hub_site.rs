//! The names the mock goes by: which it answers to, which pages may change something, and which one its links carry.

use std::net::{Ipv4Addr, Ipv6Addr};

use cardlint::hub::{MockHub, Seed};
use serde_json::{Value, json};

use crate::hub_client::{CAST, Client, Reply, cast, reply};

fn exposed() -> MockHub {
    let seed = Seed::parse("hub.yaml", CAST).unwrap();
    MockHub::start_at(seed, (Ipv4Addr::UNSPECIFIED, 0).into()).unwrap()
}

/// Asks as `token`, calling the mock by `host`.
fn ask(client: &Client, method: &str, path: &str, host: &str, more: &str) -> Reply {
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
    reply(&client.raw(request.as_bytes())).unwrap()
}

// fidelity: origin-check
#[test]
fn web_pages_elsewhere_cannot_drive_the_mock() {
    let hub = cast();
    let client = Client::new(&hub);
    for origin in ["http://evil.example", "https://evil.example", "null", "http://127.0.0.1:1", "\u{fc}"] {
        let refused = client.with("Origin", origin).post("/_mock/reset", &Value::Null);
        assert_eq!(refused.status, 403, "{origin}");
    }
    assert_eq!(client.with("Origin", hub.endpoint()).post("/_mock/reset", &Value::Null).status, 200);
    for site in ["cross-site", "same-site"] {
        assert_eq!(client.with("Sec-Fetch-Site", site).post("/_mock/reset", &Value::Null).status, 403, "{site}");
    }
    for site in ["same-origin", "none"] {
        assert_eq!(client.with("Sec-Fetch-Site", site).post("/_mock/reset", &Value::Null).status, 200, "{site}");
    }
    assert_eq!(client.with("Origin", "http://evil.example").get("/_mock/health").status, 200, "reading is not driving");
}

// fidelity: host-check
#[test]
fn a_request_says_which_host_it_is_for_and_the_mock_is_no_proxy() {
    let hub = cast();
    let client = Client::new(&hub);
    let own = hub.endpoint().trim_start_matches("http://").to_owned();
    let status = |request: String| reply(&client.raw(request.as_bytes())).unwrap().status;
    let path = "/_mock/health";
    assert_eq!(status(format!("GET {path} HTTP/1.1\r\n\r\n")), 400);
    assert_eq!(status(format!("GET {path} HTTP/1.0\r\n\r\n")), 200, "HTTP/1.0 has no Host");
    for foreign in ["evil.example", "evil.example:80", "10.0.0.1", "[2001:db8::1]:80", "user:pass@evil.example"] {
        let request = format!("GET http://{foreign}{path} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");
        assert_eq!(status(request), 400, "{foreign}");
    }
    for named in [&own, "localhost", "[::1]:80"] {
        let request = format!("GET http://{named}{path} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n");
        assert_eq!(status(request), 200, "{named}");
    }
    assert_eq!(status(format!("CONNECT evil.example:443 HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n")), 400);
}

// fidelity: host-check
#[test]
fn a_name_that_somebody_points_at_this_machine_is_not_answered() {
    let hub = cast();
    let client = Client::new(&hub);
    for path in ["/_mock/state", "/api/whoami-v2", "/login", "/datasets/owner/open/resolve/main/a.txt"] {
        for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"]
        {
            assert_eq!(ask(&client, "GET", path, host, "").status, 403, "{host} {path}");
        }
        for host in ["localhost", "LOCALHOST:1", "hub.localhost", "127.0.0.2", "[::1]:80"] {
            assert_ne!(ask(&client, "GET", path, host, "").status, 403, "{host} {path}");
        }
    }
    let hub = exposed();
    let client = Client::new(&hub);
    for host in ["evil.example", "127.0.0.1.evil.example", "internal.evil.example"] {
        let refused = ask(&client, "GET", "/_mock/state", host, "");
        assert_eq!(refused.status, 403, "{host}");
        assert!(refused.error().2.contains("IP address"), "it says what to do: {refused:?}");
    }
    for host in ["hub", "10.0.0.1:80", "[fe80::1]", "host.docker.internal", "hub.tests.svc.cluster.local", "localhost"]
    {
        assert_eq!(ask(&client, "GET", "/_mock/health", host, "").status, 200, "{host}");
        let posted =
            ask(&client, "POST", "/_mock/reset", host, &format!("Origin: http://{host}\r\nContent-Length: 0\r\n"));
        assert_eq!(posted.status, 200, "its own pages may: {host}");
        let foreign =
            ask(&client, "POST", "/_mock/reset", host, "Origin: http://evil.example\r\nContent-Length: 0\r\n");
        assert_eq!(foreign.status, 403, "{host}");
    }
}

// fidelity: links
#[test]
fn links_carry_the_name_that_the_client_calls() {
    let hub = exposed();
    assert!(hub.endpoint().starts_with("http://127.0.0.1:"), "an address that a client can call: {}", hub.endpoint());
    let client = Client::new(&hub);
    for host in ["hub:8080", "hub", "localhost:41237"] {
        let owner = "Authorization: Bearer hf_owner\r\n";
        let stranger = "Authorization: Bearer hf_stranger\r\n";
        let site = format!("http://{host}/");
        let me = ask(&client, "GET", "/api/whoami-v2", host, owner).json();
        assert!(me["avatarUrl"].as_str().unwrap().starts_with(&site), "{me}");
        let refused = ask(&client, "GET", "/datasets/owner/voices/resolve/main/data/train.csv", host, stranger);
        assert!(refused.error().2.contains(&format!("Visit {site}datasets/owner/voices to ask")), "{refused:?}");
        assert_eq!(refused.error().2, refused.body);
        let asked = ask(&client, "POST", "/owner/net/ask-access", host, &format!("{stranger}Content-Length: 0\r\n"));
        assert_eq!(asked.header("location"), Some(&*format!("{site}owner/net")), "{asked:?}");
        let batch = json!({ "operation": "upload", "objects": [{ "oid": "a".repeat(64), "size": 1 }] }).to_string();
        let head = format!("{owner}Content-Type: application/json\r\nContent-Length: {}\r\n", batch.len());
        let request = format!(
            "POST /datasets/owner/open.git/info/lfs/objects/batch HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{head}\r\n{batch}"
        );
        let batch = reply(&client.raw(request.as_bytes())).unwrap().json();
        let href = batch["objects"][0]["actions"]["upload"]["href"].as_str().unwrap();
        assert!(href.starts_with(&site), "{batch}");
        let page = ask(&client, "GET", "/", host, "");
        assert!(page.body.contains(&format!("HF_ENDPOINT=http://{host}")), "{page:?}");
    }
}

// fidelity: links
#[test]
fn a_file_is_served_as_it_is() {
    let hub = exposed();
    let endpoint = hub.endpoint().to_owned();
    let text = format!("HF_ENDPOINT={endpoint}");
    hub.with(|state| {
        let id = cardlint::hub::state::RepoId::new(cardlint::card::RepoType::Dataset, "owner/open");
        let file =
            cardlint::hub::state::files::NewFile { path: "env".into(), bytes: text.clone().into_bytes(), lfs: None };
        state.fill(&id, vec![file], cardlint::hub::state::Time::default()).unwrap();
    });
    let client = Client::new(&hub);
    assert_eq!(ask(&client, "GET", "/datasets/owner/open/raw/main/env", "hub:8080", "").body, text);
    assert_eq!(ask(&client, "GET", "/datasets/owner/open/resolve/main/env", "hub:8080", "").body, text);
}

#[test]
fn an_address_of_ipv6_is_a_name_as_any() {
    // Some machines have no IPv6.
    let Ok(hub) = MockHub::start_at(Seed::parse("hub.yaml", CAST).unwrap(), (Ipv6Addr::LOCALHOST, 0).into()) else {
        return;
    };
    assert!(hub.endpoint().starts_with("http://[::1]:"));
    assert_eq!(Client::new(&hub).get("/_mock/health").status, 200);
}
