//! Steering a test, and what the mock does with requests that are no good.

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
    assert_eq!(client.token("hf_owner").get("/api/whoami-v2").status, 200, "tokens work on");
    assert!(client.get("/_mock/state?tokens=true").body.contains("hf_owner"));
}

// fidelity: mock-journal
#[test]
fn the_journal_names_who_and_no_token() {
    let hub = cast();
    let client = Client::new(&hub);
    client.token("hf_owner").get("/api/whoami-v2?token=hf_owner");
    let unknown = client.get("/api/no/such/route");
    assert!(unknown.error().2.contains("GET /api/no/such/route"));
    let journal = client.get("/_mock/requests").json();
    let at = "2026-01-31T12:00:00.000Z";
    assert_eq!(
        journal,
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
    for wrong in
        [json!({ "path": "[" }), json!({ "path": "/", "status": 99 }), json!({ "path": "/", "wait": 1 }), json!({})]
    {
        assert_eq!(client.post("/_mock/faults", &wrong).status, 400, "{wrong}");
    }
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
