//! Settings of a repo, and the mails they decide about.

use std::time::Duration;

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::mail::{Notifications, OUTBOX_LIMIT};
use cardlint::hub::state::{Caller, Hub, HubError, RepoId, Time};
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
        json!({ "gated": "false" }),
        json!({ "private": "yes" }),
        json!({ "orgMembersGated": 1 }),
        json!({ "gatedNotificationsMode": "never" }),
        json!({ "gatedNotificationsEmail": 5 }),
        json!({ "gatedNotificationsEmail": "not an address" }),
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

/// What the API and the page answer to the same change, and whether the state has it afterwards.
#[test]
fn the_api_and_the_pages_decide_alike() {
    let form = |client: &Client, cookie: &str, path: &str, form: &str| {
        let client = client.with("Cookie", cookie).with("Accept", "text/html");
        client.send("POST", path, "application/x-www-form-urlencoded", form.as_bytes())
    };
    let log_in = |client: &Client, user: &str| {
        let form =
            client.send("POST", "/login", "application/x-www-form-urlencoded", format!("user={user}").as_bytes());
        form.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    };
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let cookie = log_in(&client, "owner");
    for (email, status, page) in [("nowhere", 400, 400), ("gate@example.com", 200, 303), ("", 200, 303)] {
        let api = owner.put(SETTINGS, &json!({ "gatedNotificationsEmail": email }));
        let posted = form(&client, &cookie, "/datasets/owner/voices/settings", &format!("notifications_email={email}"));
        assert_eq!((api.status, posted.status), (status, page), "{email}");
        if status == 400 {
            assert!(posted.body.contains("is not an e-mail address"), "{posted:?}");
            assert_eq!(api.error().2, "`nowhere` is not an e-mail address");
        }
    }
    let reason = "r".repeat(201);
    let decision = json!({ "user": "requester", "status": "rejected", "rejectionReason": reason });
    assert_eq!(owner.post("/api/datasets/owner/voices/user-access-request/handle", &decision).status, 400);
    let review = format!("action=reject&user=requester&reason={reason}");
    assert_eq!(form(&client, &cookie, "/datasets/owner/voices/settings/access-requests", &review).status, 400);
    assert_eq!(owner.get("/api/datasets/owner/voices/user-access-request/rejected").users(), ["rejected"]);

    assert_eq!(
        owner.put(SETTINGS, &json!({ "gatedNotificationsEmail": " gate@example.com " })).status,
        200,
        "as from a form"
    );

    let made = owner.post("/api/collections", &json!({ "title": "Own" })).json();
    let slug = made["slug"].as_str().unwrap();
    let api = |gating: Value| {
        let body = json!({ "gating": gating }).to_string();
        owner.send("PATCH", &format!("/api/collections/{slug}"), "application/json", body.as_bytes())
    };
    let blank = owner.send("PATCH", &format!("/api/collections/{slug}"), "application/json", br#"{"title": " "}"#);
    assert_eq!((blank.status, owner.post("/api/collections", &json!({ "title": " " })).status), (400, 400));
    let page = |mode: &str| form(&client, &cookie, &format!("/collections/{slug}"), &format!("mode={mode}"));
    let rule = "Only a collection of an organization can be a gating group";
    let (closed, posted) = (api(json!({ "mode": "manual" })), page("manual"));
    assert_eq!((closed.error(), posted.status), ((400, "", rule), 400));
    assert!(posted.body.contains(rule), "{posted:?}");
    assert_eq!((api(json!(false)).status, page("false").status), (200, 303));
}

// fidelity: group-settings
#[test]
fn the_page_of_a_group_says_how_its_reviewers_are_told() {
    let hub = cast();
    let client = Client::new(&hub);
    let admin = client.token("hf_admin");
    let form = |client: &Client, path: &str, form: &str| {
        client.send("POST", path, "application/x-www-form-urlencoded", form.as_bytes())
    };
    let cookie = form(&client, "/login", "user=admin").header("set-cookie").unwrap().to_owned();
    let browser = client.with("Cookie", cookie.split(';').next().unwrap());
    let slug = client.get("/api/collections?owner=acme").json()[0]["slug"].as_str().unwrap().to_owned();
    for (word, mode) in [("real-time", "real-time"), ("bulk", "bulk"), ("real-time", "real-time"), ("", "bulk")] {
        let posted = format!("mode=manual&notifications_mode={word}&notifications_email=gate%40example.com");
        assert_eq!(form(&browser, &format!("/collections/{slug}"), &posted).status, 303, "{word}");
        let gating = admin.get(&format!("/api/collections/{slug}")).json()["gating"].clone();
        assert_eq!(gating["notifications"], json!({ "mode": mode, "email": "gate@example.com" }));
    }
}

/// The state with one repo for each letter, each with a gate that tells once a day or at once.
fn gates(notifications: &str) -> Hub {
    let repos = ["a", "b", "c"]
        .map(|name| format!("  - {{ id: owner/{name}, gated: manual, notifications: {{ {notifications} }} }}\n"));
    Seed::parse(
        "hub.yaml",
        &format!("users: [{{ name: owner }}, {{ name: bo }}, {{ name: cy }}]\nrepos:\n{}", repos.concat()),
    )
    .unwrap()
    .hub
}

fn asks(hub: &mut Hub, user: &str, repo: &str, now: i64) {
    let id = RepoId::new(RepoType::Dataset, &format!("owner/{repo}"));
    hub.ask(&Caller::user(user), &id, &[], Time::from_milliseconds(now)).unwrap();
}

// fidelity: mail-digest
#[test]
fn a_digest_is_due_a_day_after_the_first_request() {
    const DAY: i64 = 86_400_000;
    let at = Time::from_milliseconds;
    let mut hub = gates("mode: bulk");
    asks(&mut hub, "bo", "b", 0);
    asks(&mut hub, "bo", "a", 10);
    asks(&mut hub, "cy", "b", 20);
    asks(&mut hub, "bo", "c", 30);
    hub.send_due_mails(at(DAY - 1));
    assert_eq!(hub.outbox.len(), 0);
    hub.send_due_mails(at(DAY));
    assert_eq!(hub.outbox.len(), 1);
    hub.send_due_mails(at(3 * DAY));
    let mails: Vec<(&str, Time)> = hub.outbox.iter().map(|mail| (mail.subject.as_str(), mail.at)).collect();
    assert_eq!(
        mails,
        [
            ("2 new access requests for owner/b", at(DAY)),
            ("1 new access request for owner/a", at(DAY + 10)),
            ("1 new access request for owner/c", at(DAY + 30)),
        ]
    );
    // The next one counts anew, and a request sends what is due before it.
    asks(&mut hub, "cy", "a", 4 * DAY);
    asks(&mut hub, "cy", "c", 5 * DAY);
    let last = hub.outbox.back().unwrap();
    assert_eq!((last.subject.as_str(), &last.users), ("1 new access request for owner/a", &vec!["cy".into()]));
    assert_eq!(hub.outbox.len(), 4);
}

// fidelity: mail-real-time
#[test]
fn the_outbox_keeps_the_newest_mails() {
    let mut hub = gates("mode: real-time");
    asks(&mut hub, "bo", "a", 0);
    let first = hub.outbox[0].clone();
    assert_eq!(
        (first.subject.as_str(), &first.to),
        ("bo asks for access to owner/a", &vec!["owner@example.com".to_owned()])
    );
    hub.outbox.resize(OUTBOX_LIMIT - 1, first.clone());
    asks(&mut hub, "cy", "a", 1);
    assert_eq!((hub.outbox.len(), &hub.outbox[0]), (10_000, &first));
    hub.outbox[1].subject = "second".into();
    asks(&mut hub, "cy", "b", 2);
    assert_eq!((hub.outbox.len(), hub.outbox[0].subject.as_str()), (10_000, "second"));
    assert_eq!(hub.outbox.back().unwrap().subject, "cy asks for access to owner/b");
}

#[test]
fn an_address_has_at_most_254_bytes() {
    let address = |len: usize| format!("{}@example.com", "a".repeat(len - 12));
    let mut notifications = Notifications::default();
    assert_eq!(notifications.change(None, Some(address(254))), Ok(()));
    assert_eq!(notifications.change(None, Some(address(255))), Err(HubError::InvalidEmail(address(255))));
    assert_eq!(notifications.email, Some(address(254)));
    for wrong in ["a@", "@b.c", "a@.c", "a@b.", "a@b..c", "a@b@c.d", "a\u{7}@b.c", "a\u{a0}@b.c", " a @b.c"] {
        assert!(notifications.change(None, Some(wrong.to_owned())).is_err(), "{wrong:?}");
    }
    assert_eq!(notifications.change(None, Some("  a@b.c ".into())), Ok(()));
    assert_eq!(notifications.email.as_deref(), Some("a@b.c"));
    assert_eq!(notifications.change(None, Some("  ".into())), Ok(()));
    assert_eq!(notifications.email, None);
}
