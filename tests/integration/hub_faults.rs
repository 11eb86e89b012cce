//! Which requests a fault is for, when, and what tests learn of it.

use std::collections::BTreeMap;

use cardlint::hub::state::{HubError, RepoId};
use cardlint::hub::{Fault, MockHub, Phase, Profile, RequestFilter, Seed};
use serde_json::{Value, json};

use crate::hub_client::{Client, cast};

fn statuses(client: &Client, path: &str, times: usize) -> Vec<u16> {
    (0..times).map(|_| client.get(path).status).collect()
}

// fidelity: mock-faults
#[test]
fn a_fault_comes_after_some_requests_and_for_some_of_them() {
    let hub = cast();
    let client = Client::new(&hub);
    let path = "/api/agent-harnesses";
    for (fault, expected) in [
        (json!({ "after": 2, "times": 1 }), [200, 200, 503, 200, 200, 200, 200]),
        (json!({ "every": 3 }), [503, 200, 200, 503, 200, 200, 503]),
        (json!({ "after": 1, "every": 2, "times": 2 }), [200, 503, 200, 503, 200, 200, 200]),
        (json!({ "times": 3 }), [503, 503, 503, 200, 200, 200, 200]),
    ] {
        let mut whole = json!({ "path": path, "status": 503 });
        whole.as_object_mut().unwrap().extend(fault.as_object().unwrap().clone());
        assert_eq!(client.post("/_mock/faults", &whole).status, 200, "{whole}");
        assert_eq!(statuses(&client, path, 7), expected, "{whole}");
        let listed = client.get("/_mock/faults").json();
        let hits = expected.iter().filter(|status| **status == 503).count();
        whole["hits"] = json!(hits);
        assert_eq!(listed, json!([whole]), "as it was given, with its hits");
        client.delete("/_mock/faults");
    }
}

// fidelity: mock-faults
#[test]
fn a_fault_is_for_a_query_or_a_user() {
    let hub = cast();
    let client = Client::new(&hub);
    let add = |fault: Value| assert_eq!(client.post("/_mock/faults", &fault).status, 200, "{fault}");
    add(json!({ "path": "/api/datasets", "query": { "search": "vo*", "limit": "1" }, "status": 500 }));
    for (path, status) in [
        ("/api/datasets?limit=1&search=voices", 500),
        ("/api/datasets?search=vo%69ces&limit=1", 500),
        ("/api/datasets?search=voices&limit=10", 200),
        ("/api/datasets?search=invoices&limit=1", 200),
        ("/api/datasets", 200),
    ] {
        assert_eq!(client.get(path).status, status, "{path}");
    }
    client.delete("/_mock/faults");
    add(json!({ "path": "/api/whoami-v2", "user": "Owner", "status": 502 }));
    add(json!({ "path": "/api/whoami-v2", "user": "", "status": 504 }));
    let asked = |token: &str| client.token(token).get("/api/whoami-v2").status;
    assert_eq!((asked("hf_owner"), asked("hf_requester"), client.get("/api/whoami-v2").status), (502, 200, 504));
    client.delete("/_mock/faults");
    add(json!({ "path": "/datasets/owner/open/raw/main/a b.txt", "status": 500 }));
    assert_eq!(client.get("/datasets/owner/open/raw/main/a%20b.txt").status, 500, "as people write it");
}

// fidelity: mock-faults
#[test]
fn a_request_takes_effect_and_its_response_is_lost() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let create = |name: &str| owner.post("/api/repos/create", &json!({ "name": name, "type": "dataset" }));
    let add = |fault: Value| assert_eq!(client.post("/_mock/faults", &fault).status, 200, "{fault}");
    add(json!({ "path": "/api/repos/create", "phase": "after", "status": 500, "times": 1 }));
    assert_eq!(create("one").status, 500);
    assert_eq!(owner.get("/api/datasets/owner/one").status, 200, "it is there");
    assert_eq!(create("one").status, 409);
    add(json!({ "path": "/api/repos/create", "phase": "before", "status": 500, "times": 1 }));
    assert_eq!(create("two").status, 500);
    assert_eq!(owner.get("/api/datasets/owner/two").status, 404, "it is not");
    add(json!({ "path": "/datasets/owner/voices/ask-access", "phase": "after", "abort": true }));
    let asked = client.raw(
        b"POST /datasets/owner/voices/ask-access HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer hf_stranger\r\nContent-Length: 0\r\n\r\n",
    );
    assert_eq!(asked, b"", "no answer");
    let pending = owner.get("/api/datasets/owner/voices/user-access-request/pending").body;
    assert!(pending.contains("stranger"), "{pending}");
}

// fidelity: mock-faults
#[test]
fn profiles() {
    let hub = cast();
    let client = Client::new(&hub);
    let add = |fault: Value| {
        client.delete("/_mock/faults");
        assert_eq!(client.post("/_mock/faults", &fault).status, 200, "{fault}");
    };
    add(json!({ "profile": "rate-limit" }));
    let limited = client.get("/api/agent-harnesses");
    assert_eq!((limited.status, &limited.json()["error"]), (429, &json!(limited.error().2)));
    assert!(limited.error().2.starts_with("We had to rate limit your IP (127.0.0.1). To continue"), "{limited:?}");
    assert_eq!(limited.header("ratelimit"), Some("\"api\";r=0;t=1"));
    assert_eq!(limited.header("ratelimit-policy"), Some("\"fixed window\";\"api\";q=500;w=300"));
    assert_eq!(client.get("/api/agent-harnesses").status, 200, "once");
    add(json!({ "profile": "rate-limit", "times": 2, "headers": { "ratelimit": "\"api\";r=0;t=55" } }));
    let file = client.get("/datasets/owner/open/resolve/main/README.md");
    assert_eq!((file.status, file.header("ratelimit")), (429, Some("\"api\";r=0;t=55")), "what is given wins");
    assert!(file.header("ratelimit-policy").unwrap().contains("resolvers"));
    assert_eq!(statuses(&client, "/", 2), [429, 200]);
    add(json!({ "profile": "rate-limit" }));
    let limited = client.token("hf_owner").get("/api/whoami-v2");
    let told = "We had to rate limit you, you hit the quota of 1000 api requests per 5 minutes period.";
    assert!(limited.error().2.starts_with(told), "{limited:?}");
    assert_eq!(limited.header("ratelimit-policy"), Some("\"fixed window\";\"api\";q=1000;w=300"));

    add(json!({ "profile": "flaky", "path": "/api/agent-harnesses" }));
    assert_eq!(statuses(&client, "/api/agent-harnesses", 4), [503, 200, 200, 503]);
    add(json!({ "profile": "unauthorized-under-load" }));
    let owner = client.token("hf_owner");
    let asked: Vec<(u16, String)> =
        (0..3).map(|_| owner.get("/api/whoami-v2")).map(|reply| (reply.status, reply.body)).collect();
    assert_eq!((asked[0].0, asked[0].1.as_str()), (401, r#"{"error":"Invalid username or password."}"#));
    assert_eq!((asked[1].0, asked[2].0), (200, 200));
    add(json!({ "profile": "slow", "delay_ms": 1, "times": 1 }));
    assert_eq!(client.get("/api/agent-harnesses").status, 200);
    assert_eq!(client.get("/_mock/faults").json()[0]["hits"], 1);
}

// fidelity: mock-faults
#[test]
fn a_fault_that_does_nothing_or_meets_nothing_is_rejected() {
    let hub = cast();
    let client = Client::new(&hub);
    let rejected = |fault: &Value| {
        let reply = client.post("/_mock/faults", fault);
        assert_eq!(reply.status, 400, "{fault}");
        reply.error().2.to_owned()
    };
    for (fault, says) in [
        (json!({ "status": 500 }), "`path` is missing"),
        (json!({ "path": "/**" }), "does nothing"),
        (json!({ "path": "/**", "abort": false }), "does nothing"),
        (json!({ "path": "/_mock/requests", "status": 500 }), "tests control the mock"),
        (json!({ "path": "https://huggingface.co/api/**", "status": 500 }), "starts with a slash"),
        (json!({ "path": "/api/datasets?search=x", "status": 500 }), "as `query`"),
        (json!({ "path": "/**", "method": "FETCH", "status": 500 }), "no request has the method `FETCH`"),
        (json!({ "path": "/**", "user": "nobody-here", "status": 500 }), "unknown user `nobody-here`"),
        (json!({ "path": "/**", "every": 0, "status": 500 }), "`every` is at least 1"),
        (json!({ "path": "/**", "phase": "during", "status": 500 }), "`during`"),
        (json!({ "profile": "ratelimit" }), "`ratelimit`"),
    ] {
        let message = rejected(&fault);
        assert!(message.contains(says), "{fault}: {message}");
    }
    let add = |fault: Value| assert_eq!(client.post("/_mock/faults", &fault).status, 200, "{fault}");
    add(json!({ "path": "/api/**", "status": 500, "times": 1 }));
    add(json!({ "path": "/api/**", "method": "get", "status": 500 }));
    let shadowed = json!({ "path": "/api/**", "method": "GET", "user": "owner", "status": 404 });
    assert!(rejected(&shadowed).contains("an earlier one takes them all"));
    add(json!({ "path": "/api/**", "status": 404 }));
    assert_eq!(client.get("/_mock/faults").json().as_array().unwrap().len(), 3, "what was rejected is not set");
}

// fidelity: request-log
#[test]
fn requests_are_filtered_and_counted() {
    let hub = cast();
    let client = Client::new(&hub);
    client.post("/_mock/faults", &json!({ "path": "/api/datasets/owner/open", "status": 503, "times": 1 }));
    client.get("/api/datasets/owner/open");
    client.token("hf_owner").get("/api/datasets/owner/open");
    client.token("hf_owner").get("/api/datasets/owner/voices/tree/main");
    client.token("hf_owner").post("/api/repos/create", &json!({ "name": "one", "type": "dataset" }));
    client.get("/api/no/such/route");
    for (query, count) in [
        ("", 5),
        ("?method=post", 1),
        ("?path=/api/datasets/**", 3),
        ("?path=/api/datasets/*/*", 2),
        ("?user=owner", 3),
        ("?user=", 2),
        ("?status=503", 1),
        ("?faulted=true", 1),
        ("?faulted=false", 4),
        ("?unmatched=true", 1),
        ("?user=owner&path=/api/datasets/**&status=200", 2),
        ("?user=owner&path=/api/datasets/**&limit=1", 1),
    ] {
        assert_eq!(client.get(&format!("/_mock/requests/count{query}")).json(), json!({ "count": count }), "{query}");
        assert_eq!(client.get(&format!("/_mock/requests{query}")).json().as_array().unwrap().len(), count, "{query}");
    }
    client.get("/api/datasets/owner/voices/trees/main");
    let near = client.get("/_mock/requests?unmatched=true&limit=1").json()[0]["near"].clone();
    assert_eq!(near[0], "/api/{kind}/{ns}/{name}/tree/{revision}", "{near}");
    let last = client.get("/_mock/requests?user=owner&limit=1").json();
    assert_eq!(last[0]["path"], "/api/repos/create", "the newest");
    assert_eq!(client.get("/_mock/requests?faulted=true").json()[0]["faulted"], true);
    for query in ["?paths=/", "?status=ok", "?unmatched=maybe", "?limit=-1", "?path=["] {
        assert_eq!(client.get(&format!("/_mock/requests{query}")).status, 400, "{query}");
        assert_eq!(client.get(&format!("/_mock/requests/count{query}")).status, 400, "{query}");
    }
}

// fidelity: mock-snapshots
#[test]
fn a_state_is_kept_under_a_name_and_comes_back() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let exists = |name: &str| owner.get(&format!("/api/datasets/owner/{name}")).status == 200;
    let create = |name: &str| owner.post("/api/repos/create", &json!({ "name": name, "type": "dataset" })).status;
    assert_eq!(create("one"), 200);
    assert_eq!(client.post("/_mock/snapshots/with%20one", &json!({})).status, 200);
    let then = client.get("/_mock/state").body;
    assert_eq!(create("two"), 200);
    client.post("/_mock/clock", &json!({ "advance": "P1D" }));
    assert_eq!(client.post("/_mock/snapshots/both", &json!({})).status, 200);
    assert_eq!(client.get("/_mock/snapshots").json(), json!(["both", "with one"]));
    assert_eq!(client.post("/_mock/snapshots/with%20one/restore", &json!({})).status, 200);
    assert_eq!(client.get("/_mock/state").body, then);
    assert!(exists("one") && !exists("two"));
    assert_eq!(client.get("/_mock/clock").json()["now"], "2026-01-31T12:00:00.000Z");
    client.post("/_mock/clock", &json!({ "advance": "P1D" }));
    assert_eq!(create("three"), 200);
    assert_eq!(client.post("/_mock/snapshots/with%20one/restore", &json!({})).status, 200, "once more");
    assert_eq!(client.get("/_mock/clock").json()["now"], "2026-01-31T12:00:00.000Z");
    assert!(!exists("three"));
    assert_eq!(client.post("/_mock/snapshots/none/restore", &json!({})).status, 404);
    client.post("/_mock/reset", &Value::Null);
    assert_eq!(client.get("/_mock/snapshots").json(), json!([]), "a reset forgets them");
}

// fidelity: mock-state
#[test]
fn tokens_are_listed() {
    let hub = cast();
    let tokens = Client::new(&hub).get("/_mock/tokens").json();
    assert_eq!(tokens["hf_owner"]["user"], "owner");
    assert_eq!(hub.token("owner").as_deref(), Some("hf_owner"));
    assert_eq!(hub.token("nobody-here"), None);
}

// fidelity: rust-face
#[test]
fn a_rust_test_sets_faults_and_asks_for_access() {
    let seed = "users: [{ name: ana, tokens: [{ token: hf_ana }] }, { name: bo }]\nrepos:\n  - id: ana/songs\n    gated: manual\n    files: { README.md: \"---\\nextra_gated_fields:\\n  Company: text\\n---\\n\" }\n";
    let hub = MockHub::start(Seed::parse("hub.yaml", seed).unwrap()).unwrap();
    let id = RepoId::new(cardlint::card::RepoType::Dataset, "ana/songs");
    let incomplete = hub.ask_access("bo", &id, &[]).unwrap_err();
    assert!(incomplete.to_string().contains("Company"), "{incomplete}");
    assert_eq!(hub.ask_access("nobody", &id, &[]).unwrap_err(), HubError::UserNotFound);
    hub.ask_access("bo", &id, &[("Company", "ACME")]).unwrap();
    let client = Client::new(&hub);
    let pending = client.token("hf_ana").get("/api/datasets/ana/songs/user-access-request/pending").json();
    assert_eq!(pending[0]["fields"]["Company"], "ACME");

    hub.fault(Fault { profile: Some(Profile::Flaky), ..Fault::default() }).unwrap();
    assert_eq!(client.get("/api/agent-harnesses").status, 503);
    assert_eq!(hub.faults()[0].1, 1);
    hub.clear_faults();
    let headers = BTreeMap::from([("X-Late".to_owned(), "yes".to_owned())]);
    hub.fault(Fault { path: "/**".into(), phase: Phase::After, headers, ..Fault::default() }).unwrap();
    assert_eq!(client.get("/api/agent-harnesses").header("x-late"), Some("yes"));
    assert!(hub.fault(Fault { path: "/x".into(), ..Fault::default() }).is_err());
    assert_eq!(hub.count_requests(&RequestFilter::parse("faulted=true").unwrap()), 2);
    hub.save_snapshot("now").unwrap();
    hub.restore_snapshot("now").unwrap();
    assert!(hub.restore_snapshot("then").is_err());
}
