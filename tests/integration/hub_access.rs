//! Asking, reviewing, granting, the lists and the report.

use cardlint::hub::state::Name;
use serde_json::{Value, json};

use crate::hub_client::{Client, Reply, cast, start};

const ACCESS: &str = "/api/datasets/owner/voices/user-access-request";

fn handle(client: &Client, user: &str, status: &str) -> Reply {
    client.post(&format!("{ACCESS}/handle"), &json!({ "user": user, "status": status }))
}

fn list(client: &Client, status: &str) -> Reply {
    client.get(&format!("{ACCESS}/{status}"))
}

// fidelity: list-entry
#[test]
fn an_entry_of_each_list() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let pending = &list(&owner, "pending").json()[0];
    let keys: Vec<&String> = pending.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["requestId", "user", "timestamp", "status", "fields"]);
    assert_eq!(pending["timestamp"], "2026-01-30T09:00:00.000Z");
    assert_eq!(pending["fields"], json!({ "Company": "ACME" }));
    let keys: Vec<&String> = pending["user"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["_id", "avatarUrl", "isPro", "fullname", "user", "type", "verifiedOrgNames", "email"]);
    assert_eq!(pending["user"]["email"], "rita@example.com");
    let accepted = list(&owner, "accepted");
    assert_eq!(accepted.users(), ["accepted", "granted", "fine"], "oldest first");
    let granted = &accepted.json()[1];
    assert_eq!(granted["user"].get("email"), None, "nobody gave the owner a granted user's address");
    assert_eq!(granted["grantedBy"]["user"], "owner");
    assert_eq!(granted["reviewedAt"], "2026-01-30T14:00:00.000Z");
    let rejected = &list(&owner, "rejected").json()[0];
    assert!(!rejected.to_string().contains("reason"), "reasons are in no list");
}

#[test]
fn a_list_that_was_asked_for_before_shows_what_changed_since() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let accepted = || list(&owner, "accepted").users();
    assert_eq!((accepted(), accepted()), (accepted(), vec!["accepted".into(), "granted".into(), "fine".into()]));
    handle(&owner, "requester", "accepted");
    assert!(accepted().contains(&"requester".to_owned()));
    hub.reset();
    assert!(!accepted().contains(&"requester".to_owned()));
    hub.with(|state| state.users.get_mut(&Name::from("granted")).unwrap().fullname = Some("Gail Granted".into()));
    assert_eq!(list(&owner, "accepted").json()[1]["user"]["fullname"], "Gail Granted");
    for caller in [Client::new(&hub), Client::new(&hub).token("hf_accepted")] {
        assert!(list(&caller, "accepted").status >= 401, "a kept list is no less guarded");
    }
}

// fidelity: review-transitions
#[test]
fn every_move_between_states() {
    let states = ["pending", "accepted", "rejected", "reset"];
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let users = ["requester", "accepted", "rejected", "reset"];
    for (user, from) in users.into_iter().zip(states) {
        for to in states {
            hub.reset();
            let reply = handle(&owner, user, to);
            if from == to {
                assert_eq!(
                    reply.error(),
                    (404, "", "No access request found matching your criteria"),
                    "{from} to {to}"
                );
                continue;
            }
            assert_eq!((reply.status, reply.body.as_str()), (200, "{}"), "{from} to {to}");
            assert!(list(&owner, to).users().contains(&user.to_owned()));
            assert!(!list(&owner, from).users().contains(&user.to_owned()));
            let entries = list(&owner, to).json();
            let entry = entries.as_array().unwrap().iter().find(|entry| entry["user"]["user"] == user).unwrap();
            assert_eq!(entry.get("reviewedAt").is_some(), to != "pending", "{from} to {to}");
            assert_eq!(entry.get("grantedBy").is_some(), to == "accepted", "{from} to {to}");
        }
    }
    assert_eq!(handle(&owner, "stranger", "accepted").error().0, 404, "who did not ask has no request");
}

// fidelity: ask
#[test]
fn asking_and_asking_again() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let stranger = client.token("hf_stranger");
    let asked = stranger.post("/datasets/owner/voices/ask-access", &json!({}));
    let page = format!("{}/datasets/owner/voices", hub.endpoint());
    assert_eq!((asked.status, asked.header("location")), (303, Some(page.as_str())));
    assert_eq!(asked.body, format!("See Other. Redirecting to {page}"));
    let first = list(&owner, "pending").json()[1]["timestamp"].clone();
    hub.clock().advance(std::time::Duration::from_secs(60));
    for (token, state) in [("hf_stranger", "pending"), ("hf_accepted", "accepted"), ("hf_rejected", "rejected")] {
        let before = list(&owner, state).body;
        assert_eq!(client.token(token).post("/datasets/owner/voices/ask-access", &json!({})).status, 303);
        assert_eq!(list(&owner, state).body, before, "asking again changes nothing: {state}");
    }
    assert_eq!(list(&owner, "pending").json()[1]["timestamp"], first);
    client.token("hf_reset").post("/datasets/owner/voices/ask-access", &json!({}));
    let entries = list(&owner, "pending").json();
    let again = entries.as_array().unwrap().iter().find(|entry| entry["user"]["user"] == "reset").unwrap();
    assert_eq!(again["timestamp"], "2026-01-31T12:01:00.000Z", "after a reset the request is a new one");
    assert_eq!(again.get("reviewedAt"), None);
    assert_eq!(client.post("/datasets/owner/voices/ask-access", &json!({})).error().0, 401);
    assert_eq!(client.get("/datasets/owner/voices/ask-access").status, 404);
    assert_eq!(stranger.post("/owner/net/ask-access", &json!({})).status, 303);
    assert_eq!(stranger.get("/api/models/owner/net/auth-check").body, "OK", "automatic approval");
}

// fidelity: ask-fields
// fidelity: stored-answers
#[test]
fn answers_are_checked_against_the_card() {
    let hub = cast();
    let client = Client::new(&hub);
    let stranger = client.token("hf_stranger").with("X-Mock-Location", "BR");
    let owner = client.token("hf_owner");
    let good = json!({ "Company": " ACME ", "Country": "PT", "Born": "2000-02-29", "Use": "other", "I agree": "on" });
    let ask = |change: &[(&str, Value)]| {
        let mut answers = good.clone();
        for (label, value) in change {
            answers[*label] = value.clone();
        }
        stranger.post("/datasets/owner/form/ask-access", &answers)
    };
    for (label, value) in [
        ("Company", json!("")),
        ("Company", Value::Null),
        ("Country", json!("Portugal")),
        ("Country", json!("XX")),
        ("Born", json!("2001-02-29")),
        ("Born", json!("29/02/2000")),
        ("Use", json!("Other things")),
        ("I agree", Value::Null),
        ("I agree", json!("false")),
    ] {
        let refused = ask(&[(label, value.clone())]);
        assert_eq!(refused.status, 400, "{label}: {value}");
        assert!(refused.body.contains(label), "the error names the field: {}", refused.body);
        let pending = owner.get("/api/datasets/owner/form/user-access-request/pending");
        assert_eq!(pending.body, "[]", "nothing is stored");
    }
    assert_eq!(ask(&[]).status, 303);
    let pending = owner.get("/api/datasets/owner/form/user-access-request/pending").json();
    assert_eq!(
        pending[0]["fields"],
        json!({ "Company": "ACME", "Country": "PT", "Born": "2000-02-29", "Use": "other", "geo": "BR", "I agree": "true" })
    );
    let form = "Company=ACME&Country=PT&Born=2000-02-29&Use=Research&I+agree=on";
    let accepted = client.token("hf_accepted").send(
        "POST",
        "/datasets/owner/form/ask-access",
        "application/x-www-form-urlencoded",
        form.as_bytes(),
    );
    assert_eq!(accepted.status, 303, "{accepted:?}");
    let pending = owner.get("/api/datasets/owner/form/user-access-request/pending").json();
    assert_eq!(pending[1]["fields"]["geo"], "unknown");
}

// fidelity: cancel
#[test]
fn a_requester_takes_a_pending_request_back() {
    let hub = cast();
    let client = Client::new(&hub);
    let path = format!("{ACCESS}/cancel");
    for token in ["hf_accepted", "hf_rejected", "hf_reset", "hf_stranger", "hf_owner"] {
        let refused = client.token(token).post(&path, &Value::Null);
        assert_eq!(
            refused.error(),
            (404, "", "No pending access request found for this repo and this user"),
            "{token}"
        );
    }
    assert_eq!(client.send("POST", &path, "", b"").error().0, 401);
    let done = client.token("hf_requester").send("POST", &path, "", b"");
    assert_eq!((done.status, done.json()), (200, json!({ "ok": true })));
    assert_eq!(list(&client.token("hf_owner"), "pending").body, "[]");
    assert!(
        client
            .token("hf_requester")
            .get("/api/datasets/owner/voices/auth-check")
            .body
            .contains("not in the authorized list")
    );
}

// fidelity: grant
#[test]
fn granting() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let grant = |user: &str| owner.post(&format!("{ACCESS}/grant"), &json!({ "user": user }));
    for user in ["requester", "rejected", "reset", "stranger", "owner"] {
        assert_eq!(
            (grant(user).status, grant(user).error()),
            (200, (400, "", "That user already has access to the repo")),
            "{user}"
        );
    }
    assert_eq!(grant("nobody-here").error(), (404, "", "User not found"));
    let accepted = list(&owner, "accepted").json();
    let entry =
        |user: &str| accepted.as_array().unwrap().iter().find(|entry| entry["user"]["user"] == user).unwrap().clone();
    assert_eq!(entry("requester")["timestamp"], "2026-01-30T09:00:00.000Z", "the time of asking is kept");
    assert!(entry("requester")["user"].get("email").is_some());
    assert_eq!(entry("stranger")["user"].get("email"), None);
    assert_eq!(entry("stranger")["timestamp"], entry("stranger")["reviewedAt"]);
}

// fidelity: batch
#[test]
fn many_at_once() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let body = json!({ "status": "accepted", "requests": [
        { "user": "requester" }, { "user": "accepted" }, { "user": "nobody-here" }, { "user": "stranger" },
    ]});
    let reply = owner.post(&format!("{ACCESS}/batch"), &body);
    assert_eq!(
        reply.json(),
        json!([
            { "user": "requester", "ok": true },
            { "user": "accepted", "ok": true },
            { "user": "nobody-here", "ok": false, "error": "user_not_found" },
            { "user": "stranger", "ok": false, "error": "request_not_found" },
        ])
    );
    let long: Vec<Value> = (0..101).map(|_| json!({ "user": "requester" })).collect();
    for requests in [json!([]), json!(long), json!("requester"), json!([1])] {
        let reply = owner.post(&format!("{ACCESS}/batch"), &json!({ "status": "accepted", "requests": requests }));
        assert_eq!(reply.status, 400);
    }
}

// fidelity: review-by-id
#[test]
fn a_request_is_named_by_user_user_id_or_request_id() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let pending = list(&owner, "pending").json();
    let handle = |body: Value| owner.post(&format!("{ACCESS}/handle"), &body);
    let by_id = json!({ "userId": pending[0]["user"]["_id"], "status": "accepted" });
    assert_eq!(handle(by_id).status, 200);
    let by_request = json!({ "requestId": pending[0]["requestId"], "status": "rejected" });
    assert_eq!(handle(by_request).status, 200);
    let both = json!({ "user": "requester", "userId": pending[0]["user"]["_id"], "status": "accepted" });
    assert_eq!(handle(both).error(), (400, "", "* Either userId or user must be provided, but not both"));
    assert_eq!(handle(json!({ "status": "accepted" })).error().0, 400);
    assert_eq!(handle(json!({ "user": "nobody-here", "status": "accepted" })).error(), (404, "", "User not found"));
}

// fidelity: validation-wording
#[test]
fn the_validators_words() {
    let hub = cast();
    let owner = Client::new(&hub).token("hf_owner");
    let status = owner.post(&format!("{ACCESS}/handle"), &json!({ "user": "requester", "status": "gone" }));
    let words = r#"Invalid option: expected one of "accepted"|"rejected"|"pending"|"reset""#;
    assert_eq!(status.error(), (400, "", format!("* {words} * at status").as_str()));
    assert_eq!(status.json()["error"], format!("✖ {words}\n  → at status"));
    let long = json!({ "user": "requester", "status": "rejected", "rejectionReason": "x".repeat(201) });
    let long = owner.post(&format!("{ACCESS}/handle"), &long);
    assert_eq!(long.error().2, "* Too big: expected string to have <=200 characters * at rejectionReason");
    let within = json!({ "status": "accepted", "requests": [{ "user": "requester" }, { "userId": "x" }] });
    let within = owner.post(&format!("{ACCESS}/batch"), &within).json()["error"].clone();
    assert!(within.as_str().unwrap().ends_with("\n  → at requests[1].userId"), "{within}");
    let small = owner.get(&format!("{ACCESS}/accepted?limit=5"));
    assert_eq!(small.json()["error"], "✖ Too small: expected number to be >=10\n  → at limit");
}

// fidelity: review-rights
#[test]
fn who_may_review() {
    let hub = cast();
    let client = Client::new(&hub);
    let forbidden = "You have read access but not the required permissions for this operation";
    let calls = "/api/datasets/acme/calls/user-access-request/pending";
    for (token, status) in
        [("hf_admin", 200), ("hf_writer", 200), ("hf_contributor", 403), ("hf_reader", 403), ("hf_stranger", 403)]
    {
        assert_eq!(client.token(token).get(calls).status, status, "{token}");
    }
    for path in [
        "/api/datasets/owner/voices/user-access-request/pending",
        "/api/datasets/owner/open/user-access-request/pending",
    ] {
        assert_eq!(client.get(path).error(), (401, "", "Invalid username or password."), "{path}");
        assert_eq!(client.token("hf_stranger").get(path).error(), (403, "", forbidden), "{path}");
        assert_eq!(
            client.token("hf_owner_read").get(path).error(),
            (403, "", forbidden),
            "a read token only reads: {path}"
        );
        assert_eq!(client.token("hf_owner").get(path).status, 200, "{path}");
    }
    for action in ["handle", "grant", "batch"] {
        let path = format!("{ACCESS}/{action}");
        assert_eq!(client.post(&path, &json!({})).error().0, 401, "{action}");
        assert_eq!(client.token("hf_requester").post(&path, &json!({})).error(), (403, "", forbidden), "{action}");
        let open = format!("/api/datasets/owner/open/user-access-request/{action}");
        let body = json!({ "user": "requester", "status": "accepted", "requests": [{ "user": "requester" }] });
        let reply = client.token("hf_owner").post(&open, &body);
        assert_eq!(reply.error(), (400, "RepoNotGated", "dataset owner/open is not gated"), "{action}");
    }
}

// fidelity: list-pages
#[test]
fn long_lists_come_in_pages() {
    let mut seed = String::from("users:\n  - { name: owner, tokens: [{ token: hf_owner, role: write }] }\n");
    for user in 0..25 {
        seed += &format!("  - {{ name: user{user:02} }}\n");
    }
    seed += "repos:\n  - id: owner/voices\n    gated: manual\n    access_requests:\n";
    for user in 0..25 {
        seed += &format!("      - {{ user: user{user:02}, timestamp: 2026-01-{:02}T00:00:00Z }}\n", user / 2 + 1);
    }
    let hub = start(&seed);
    let owner = Client::new(&hub).token("hf_owner");
    let (mut path, mut users, mut pages) = (format!("{ACCESS}/pending?limit=10"), Vec::new(), 0);
    loop {
        let reply = owner.get(&path);
        users.extend(reply.users());
        pages += 1;
        let Some(link) = reply.header("link") else { break };
        let url = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
        path = url.strip_prefix(hub.endpoint()).expect("the next page is on this server").to_owned();
    }
    let expected: Vec<String> = (0..25).map(|user| format!("user{user:02}")).collect();
    assert_eq!((pages, users), (3, expected));
    let users = |query: &str| owner.get(&format!("{ACCESS}/pending?{query}")).users();
    assert_eq!(users("after=2026-01-12T00:00:00Z"), ["user24"]);
    assert_eq!(users("before=2026-01-02T00:00:00Z"), ["user00", "user01"]);
    assert_eq!(users("q=USER2").len(), 5, "a prefix of the name, in any case");
    assert!(users("q=ser2").is_empty());
    for query in ["limit=9", "limit=1001", "limit=x", "after=yesterday", "cursor=x", &format!("q={}", "x".repeat(251))]
    {
        assert_eq!(owner.get(&format!("{ACCESS}/pending?{query}")).status, 400, "{query}");
    }
}

// fidelity: report
#[test]
fn the_report() {
    let hub = cast();
    let client = Client::new(&hub);
    let reply = client.token("hf_owner").get("/datasets/owner/voices/user-access-report");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("etag"), None);
    assert_eq!(reply.header("content-disposition"), Some("attachment; filename=user-access-report-owner-voices.json"));
    let report = reply.json();
    assert_eq!(report.as_array().unwrap().len(), 6);
    let keys: Vec<&String> = report[1].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["fullname", "user", "email", "time", "reviewedAt", "status"]);
    let anonymous = client.get("/datasets/owner/voices/user-access-report");
    assert_eq!((anonymous.status, anonymous.header("www-authenticate").is_some()), (401, true));
    assert!(anonymous.header("content-type").unwrap().starts_with("text/html"));
}
