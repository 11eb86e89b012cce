//! Settings of a repo, and the mails they decide about.

use std::time::Duration;

use serde_json::{Value, json};

use crate::hub_client::{Client, cast};

const SETTINGS: &str = "/api/datasets/owner/voices/settings";

// fidelity: settings-echo
#[test]
fn settings_echo_what_was_sent() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    assert_eq!(owner.put(SETTINGS, &json!({ "gated": "auto" })).json(), json!({ "gated": "auto" }));
    assert_eq!(owner.put(SETTINGS, &json!({ "gatedNotificationsMode": "real-time" })).json(), json!({}));
    assert_eq!(owner.put(SETTINGS, &json!({})).json(), json!({}));
    for wrong in [
        json!({ "gated": true }),
        json!({ "gated": "sometimes" }),
        json!({ "private": "yes" }),
        json!({ "orgMembersGated": 1 }),
        json!({ "gatedNotificationsMode": "never" }),
        json!({ "gatedNotificationsEmail": 5 }),
        json!({ "visibility": "hidden" }),
        json!([]),
    ] {
        assert_eq!(owner.put(SETTINGS, &wrong).status, 400, "{wrong}");
    }
    assert_eq!(client.put(SETTINGS, &json!({ "gated": false })).status, 401);
    assert_eq!(client.token("hf_stranger").put(SETTINGS, &json!({ "gated": false })).status, 403);
    assert_eq!(client.token("hf_owner_read").put(SETTINGS, &json!({ "gated": false })).status, 403);
    let absent = owner.get(SETTINGS);
    assert_eq!(absent.error(), (404, "", "Sorry, we can't find the page you are looking for."));
}

// fidelity: settings-keep-requests
#[test]
fn a_gate_that_is_opened_and_closed_remembers() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let pending = "/api/datasets/owner/voices/user-access-request/pending";
    let before = owner.get(pending).body;
    owner.put(SETTINGS, &json!({ "gated": "auto" }));
    assert_eq!(owner.get(pending).body, before, "automatic approval accepts nobody who asked before");
    owner.put(SETTINGS, &json!({ "gated": false }));
    assert_eq!(client.get("/api/datasets/owner/voices/auth-check").body, "OK");
    assert_eq!(owner.get(pending).body, before);
    owner.put(SETTINGS, &json!({ "gated": "manual" }));
    assert_eq!(client.token("hf_rejected").get("/api/datasets/owner/voices/auth-check").status, 403);
    owner.put(SETTINGS, &json!({ "visibility": "private" }));
    assert_eq!(client.token("hf_accepted").get("/api/datasets/owner/voices/auth-check").status, 404);
}

fn ask(client: &Client, token: &str, path: &str) {
    let answers = json!({ "Company": "A", "Country": "PT", "Born": "2000-01-01", "Use": "Research", "I agree": "on" });
    assert_eq!(client.token(token).post(&format!("{path}/ask-access"), &answers).status, 303);
}

// fidelity: mail-real-time
#[test]
fn a_mail_at_once() {
    let hub = cast();
    let client = Client::new(&hub);
    ask(&client, "hf_stranger", "/datasets/owner/form");
    let mails = client.get("/_mock/outbox").json();
    assert_eq!(mails[0]["to"], json!(["gate@example.com"]));
    assert_eq!((&mails[0]["kind"], &mails[0]["repo"]), (&json!("request"), &json!("owner/form")));
    assert_eq!(mails[0]["users"], json!(["stranger"]));
    assert_eq!(mails[0]["at"], "2026-01-31T12:00:00.000Z");
}

// fidelity: mail-digest
#[test]
fn a_mail_a_day_when_somebody_asked() {
    let hub = cast();
    let client = Client::new(&hub);
    ask(&client, "hf_stranger", "/datasets/acme/calls");
    let about =
        |mails: &Value, repo: &str| mails.as_array().unwrap().iter().filter(|mail| mail["repo"] == repo).count();
    assert_eq!(about(&client.get("/_mock/outbox").json(), "acme/calls"), 0);
    client.post("/_mock/clock", &json!({ "advance": "PT23H" }));
    ask(&client, "hf_requester", "/datasets/acme/calls");
    hub.clock().advance(Duration::from_secs(3600));
    let mails = client.get("/_mock/outbox").json();
    let mail = mails.as_array().unwrap().iter().find(|mail| mail["repo"] == "acme/calls").unwrap();
    assert_eq!(mail["users"], json!(["stranger", "requester"]));
    assert_eq!(mail["to"], json!(["admin@example.com"]), "the organization's admins");
    client.post("/_mock/clock", &json!({ "advance": "P3D" }));
    assert_eq!(about(&client.get("/_mock/outbox").json(), "acme/calls"), 1, "nobody asked since");
}

// fidelity: mail-reset
#[test]
fn a_reset_is_told_to_the_requester() {
    let hub = cast();
    let client = Client::new(&hub);
    let reset = json!({ "user": "requester", "status": "reset", "resetReason": "ask again" });
    client.token("hf_owner").post("/api/datasets/owner/voices/user-access-request/handle", &reset);
    let mails = client.get("/_mock/outbox").json();
    assert_eq!((&mails[0]["kind"], &mails[0]["to"]), (&json!("reset"), &json!(["rita@example.com"])));
}
