//! Controlling the mock, and what the mock does with requests that are no good.

use cardlint::card::RepoType;
use cardlint::hub::state::RepoId;
use serde_json::{Value, json};

use crate::hub_client::{Client, cast, reply};

// fidelity: mock-state
#[test]
fn a_state_round_trips_and_shows_no_token() {
    let hub = cast();
    let client = Client::new(&hub);
    client.token("hf_stranger").post("/datasets/owner/voices/ask-access", &json!({}));
    let state = client.get("/_mock/state");
    assert!(!state.body.contains("hf_owner"));
    client.post("/_mock/reset", &Value::Null);
    assert_ne!(client.get("/_mock/state").body, state.body);
    assert_eq!(client.put("/_mock/state", &state.json()).status, 200);
    assert_eq!(client.get("/_mock/state").body, state.body);
    let parsed = hub.with(|state| {
        let repo = &state.repos[&RepoId::new(RepoType::Dataset, "owner/form")];
        repo.unparsed_card(RepoType::Dataset, repo.files.resolve("main").unwrap()).is_none()
    });
    assert!(parsed, "cards are parsed before somebody asks for them");
    assert_eq!(client.token("hf_owner").get("/api/whoami-v2").status, 200, "tokens work on");
    assert!(client.get("/_mock/state?tokens=true").body.contains("hf_owner"));
}

// fidelity: request-log
#[test]
fn the_request_log_names_who_and_no_token() {
    let hub = cast();
    let client = Client::new(&hub);
    client.token("hf_owner").get("/api/whoami-v2?token=hf_owner");
    let unknown = client.get("/api/no/such/route");
    assert!(unknown.error().2.contains("GET /api/no/such/route"));
    let log = client.get("/_mock/requests").json();
    let at = "2026-01-31T12:00:00.000Z";
    assert_eq!(
        log,
        json!([
            { "method": "GET", "path": "/api/whoami-v2", "query": "token=***", "user": "owner", "status": 200, "at": at },
            { "method": "GET", "path": "/api/no/such/route", "query": "", "user": null, "status": 404, "at": at, "unmatched": true },
        ])
    );
    assert_eq!(client.get("/_mock/requests?limit=1").json().as_array().unwrap().len(), 1);
    client.delete("/_mock/requests");
    assert_eq!(client.get("/_mock/requests").body, "[]");
    assert_eq!(client.get("/_mock/nothing").status, 404);
}

// fidelity: request-log
#[test]
fn no_token_is_logged_whether_or_not_the_mock_knows_it() {
    let hub = cast();
    let client = Client::new(&hub);
    for (asked, path, query) in [
        ("/api/whoami-v2?token=abc", "/api/whoami-v2", "token=***"),
        ("/api/whoami-v2?access_token=a%20b&x=1", "/api/whoami-v2", "access_token=***&x=1"),
        ("/api/whoami-v2?q=hf_abcdefghij", "/api/whoami-v2", "q=***"),
        ("/api/whoami-v2?q=hf%5Fabcdefghij", "/api/whoami-v2", "q=***"),
        ("/hf_abcdefghij/x", "/***/x", ""),
        ("/datasets/owner/voices/resolve/main/hf_model.bin", "/datasets/owner/voices/resolve/main/hf_model.bin", ""),
    ] {
        client.with("Authorization", "Basic b3duZXI6aGZfb3RoZXI=").get(asked);
        let last = client.get("/_mock/requests?limit=1").json();
        assert_eq!((&last[0]["path"], &last[0]["query"]), (&path.into(), &query.into()), "{asked}");
    }
    assert!(!client.get("/_mock/requests").body.contains("hf_abc"));
}

// fidelity: request-log
#[test]
fn no_character_that_a_terminal_obeys_is_logged() {
    let hub = cast();
    let client = Client::new(&hub);
    client.get("/a\u{202e}b\u{9b}31m\u{7f}");
    let log = client.get("/_mock/requests").body;
    assert!(!log.contains(|c: char| c.is_control() || c == '\u{202e}'), "{log:?}");
}

// fidelity: mock-faults
#[test]
fn faults() {
    let hub = cast();
    let client = Client::new(&hub);
    let add = |fault: Value| assert_eq!(client.post("/_mock/faults", &fault).status, 200);
    add(
        json!({ "path": "/api/**", "times": 1, "status": 429, "headers": { "RateLimit": "\"api\";r=0;t=5" }, "body": "slow down" }),
    );
    let limited = client.get("/api/agent-harnesses");
    assert_eq!(
        (limited.status, limited.header("ratelimit"), limited.body.as_str()),
        (429, Some("\"api\";r=0;t=5"), "slow down")
    );
    assert_eq!(client.get("/api/agent-harnesses").status, 200, "only once");
    add(json!({ "path": "/api/*", "method": "GET", "abort": true }));
    assert_eq!(client.raw(b"GET /api/agent-harnesses HTTP/1.1\r\nHost: localhost\r\n\r\n"), b"", "no answer at all");
    client.delete("/_mock/faults");
    add(json!({ "path": "/api/agent-harnesses", "status": 200, "body": "0123456789", "abort": true }));
    let cut = reply(&client.raw(b"GET /api/agent-harnesses HTTP/1.1\r\nHost: localhost\r\n\r\n")).unwrap();
    assert_eq!((cut.header("content-length"), cut.body.as_str()), (Some("10"), "01234"));
    for wrong in [
        json!({ "path": "[" }),
        json!({ "path": "/", "status": 99 }),
        json!({ "path": "/", "status": 500, "wait": 1 }),
        json!({ "path": "/", "status": 500, "times": 0 }),
        json!({ "path": "api/**", "status": 500 }),
        json!({}),
    ] {
        assert_eq!(client.post("/_mock/faults", &wrong).status, 400, "{wrong}");
    }
}

// fidelity: mock-faults
#[test]
fn a_fault_is_for_some_requests_and_the_rest_are_answered() {
    let hub = cast();
    let client = Client::new(&hub);
    let whoami = "/api/whoami-v2";
    let add = |fault: Value| assert_eq!(client.post("/_mock/faults", &fault).status, 200);
    add(json!({ "path": "/api/*", "method": "post", "status": 500 }));
    add(json!({ "path": "/api/*/", "status": 500 }));
    add(json!({ "path": "/**/auth-check", "body": { "an": "answer" } }));
    add(json!({ "path": "/datasets/**", "delay_ms": 1, "headers": { "X-Late": "yes" } }));
    assert_eq!(client.token("hf_owner").get(whoami).json()["name"], "owner", "another method, or another path");
    assert_eq!(client.post("/api/validate-yaml", &json!({})).status, 500);
    let body = client.get("/api/datasets/owner/open/auth-check");
    assert_eq!((body.status, body.json()), (200, json!({ "an": "answer" })));
    let late = client.get("/datasets/owner/open/raw/main/a.txt");
    assert_eq!((late.body.as_str(), late.header("x-late")), ("a", Some("yes")), "the true answer, later");
    assert_eq!(client.get("/_mock/faults").json().as_array().unwrap().len(), 4);
    add(json!({ "path": "/datasets/owner/open/resolve/main/README.md", "abort": "body" }));
    client.delete("/_mock/faults");
    assert_eq!(client.get("/_mock/faults").body, "[]");
    let statuses: Vec<Value> =
        client.get("/_mock/requests").json().as_array().unwrap().iter().map(|entry| entry["status"].clone()).collect();
    assert_eq!(statuses, [200, 500, 200, 200], "the log has what the client got");
}

// fidelity: mock-clock
#[test]
fn the_clock_goes_by_durations_and_to_times() {
    let hub = cast();
    let client = Client::new(&hub);
    let clock = |body: &str| client.send("POST", "/_mock/clock", "text/plain", body.as_bytes());
    for (body, now) in [
        (r#"{"advance":"P1DT2H"}"#, "2026-02-01T14:00:00.000Z"),
        (r#"{"advance":"P1M"}"#, "2026-03-01T14:00:00.000Z"),
        (r#"{"advance":"PT0S"}"#, "2026-03-01T14:00:00.000Z"),
        (r#"{"advance":"PT0.25S"}"#, "2026-03-01T14:00:00.250Z"),
        (r#"{"now":"2026-01-31T00:00:00Z"}"#, "2026-01-31T00:00:00.000Z"),
    ] {
        assert_eq!(clock(body).json(), json!({ "now": now }), "{body}");
        assert_eq!(client.get("/_mock/clock").json(), json!({ "now": now }));
    }
    for (body, says) in [
        (r#"{"advance":"tomorrow"}"#, "ISO 8601 duration such as `P1DT2H`"),
        (r#"{"advance":"-P1D"}"#, "has to go forward"),
        (r#"{"advance":"P9000Y"}"#, "before the year 10000"),
        (r#"{"advance":1}"#, "advance"),
        (r#"{"now":"noon"}"#, "2026-01-31T12:00:00Z"),
        (r#"{"now":"2026-01-31T00:00:00Z","advance":"P1D"}"#, "either"),
        ("{}", "either"),
        ("[]", "object"),
        ("{", "JSON"),
    ] {
        let refused = clock(body);
        assert_eq!(refused.status, 400, "{body}");
        assert!(refused.json()["error"].as_str().unwrap().contains(says), "{body}: {}", refused.body);
    }
    assert_eq!(client.get("/_mock/clock").json(), json!({ "now": "2026-01-31T00:00:00.000Z" }), "nothing has moved");
    client.post("/_mock/reset", &Value::Null);
    assert_eq!(client.get("/_mock/clock").json(), json!({ "now": "2026-01-31T12:00:00.000Z" }), "as the seed says");
}

// fidelity: mock-state
#[test]
fn a_state_that_fits_nothing_is_refused_or_served() {
    let hub = cast();
    let client = Client::new(&hub);
    let whole = client.get("/_mock/state").json();
    let mut broken: Vec<Value> = vec![json!({}), json!([]), json!({ "users": 5 }), json!("state")];
    for key in whole.as_object().unwrap().keys() {
        let (mut without, mut wrong, mut empty) = (whole.clone(), whole.clone(), whole.clone());
        without.as_object_mut().unwrap().remove(key);
        wrong[key] = json!("text");
        empty[key] = if whole[key].is_array() { json!([]) } else { json!({}) };
        broken.extend([without, wrong, empty]);
    }
    for state in broken {
        let taken = client.put("/_mock/state", &state);
        assert!(matches!(taken.status, 200 | 400), "{taken:?}");
        for path in [
            "/",
            "/_mock",
            "/_mock/state",
            "/datasets/owner/voices",
            "/datasets/owner/voices/resolve/main/README.md",
            "/api/datasets/owner/voices/user-access-request/pending",
            "/datasets/owner/voices/user-access-report",
            "/api/organizations/acme/members",
            "/api/collections",
            "/api/whoami-v2",
        ] {
            let status = client.token("hf_owner").get(path).status;
            assert!(status < 500, "{status} {path}");
        }
    }
    assert_eq!(client.put("/_mock/state", &whole).status, 200);
    assert_eq!(client.get("/_mock/state").json(), whole);
}

// fidelity: mock-determinism
#[test]
fn the_same_requests_get_the_same_answers() {
    let run = || {
        let hub = cast();
        let client = Client::new(&hub);
        let owner = client.token("hf_owner");
        let mut answers = Vec::new();
        for user in ["requester", "stranger", "european"] {
            answers
                .push(client.token(&format!("hf_{user}")).post("/datasets/owner/voices/ask-access", &json!({})).body);
            let handled = json!({ "user": user, "status": "accepted" });
            answers.push(owner.post("/api/datasets/owner/voices/user-access-request/handle", &handled).body);
        }
        answers.push(owner.get("/api/datasets/owner/voices/user-access-request/accepted").body);
        answers.push(client.get("/_mock/state").body);
        answers.join("\n").replace(hub.endpoint(), "")
    };
    assert_eq!(run(), run());
}

// fidelity: request-id
#[test]
fn request_ids_are_echoed() {
    let hub = cast();
    let client = Client::new(&hub);
    let traced = client.with("X-Amzn-Trace-Id", "a-trace").get("/api/whoami-v2");
    assert_eq!(traced.header("x-request-id"), Some("a-trace"));
}

// fidelity: bad-requests
#[test]
fn bad_requests_get_a_4xx_and_the_server_answers_on() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let handle = "/api/datasets/owner/voices/user-access-request/handle";
    for (kind, body, status) in [
        ("application/json", &b"{"[..], 400),
        ("application/json", b"[]", 400),
        ("application/json", b"\xff\xfe", 400),
        ("application/json", br#"{"user":1,"status":"accepted"}"#, 400),
        ("text/csv", b"a,b", 415),
    ] {
        assert_eq!(owner.send("POST", handle, kind, body).status, status, "{body:?}");
    }
    let large = vec![b' '; (1 << 20) + 1];
    assert_eq!(owner.send("POST", handle, "application/json", &large).status, 413);
    for path in [
        "/datasets/owner/open/resolve/main/..%2F..%2Fetc%2Fpasswd",
        "/datasets/owner/open/resolve/main/%ff",
        "/%00/%ff/raw/%/x",
        "/api/datasets/%2F/auth-check",
        "//////",
    ] {
        let status = owner.get(path).status;
        assert!((400..500).contains(&status), "{path}: {status}");
    }
    client.raw(b"\x00\x01garbage\r\n\r\n");
    client.raw(b"POST /api/validate-yaml HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ncut");
    assert_eq!(client.get("/_mock/health").json()["status"], "ok");
}
