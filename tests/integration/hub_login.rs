//! How clients come to a token: by a code that a user allows, by renewing a login, as a trusted CI job, on the settings page.

use base64::Engine;
use cardlint::hub::state::logins::{Decision, OAuthError};
use cardlint::hub::state::{Hub, HubError, Name, Time};
use cardlint::hub::{MockHub, Seed};
use serde_json::{Value, json};

use crate::hub_client::{CAST, Client, Reply, start};

const FORM: &str = "application/x-www-form-urlencoded";
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// As the user who is logged in with a browser.
fn browser(hub: &MockHub, user: &str) -> Client {
    let client = Client::new(hub);
    let login = client.send("POST", "/login", FORM, format!("user={user}").as_bytes());
    client.with("Cookie", login.header("set-cookie").unwrap().split(';').next().unwrap())
}

fn begin(client: &Client) -> (String, String) {
    let begun = client.send("POST", "/oauth/device", FORM, b"client_id=cli").json();
    (begun["device_code"].as_str().unwrap().to_owned(), begun["user_code"].as_str().unwrap().to_owned())
}

fn poll(client: &Client, code: &str) -> Reply {
    client.send(
        "POST",
        "/oauth/token",
        FORM,
        format!("grant_type={DEVICE_CODE}&device_code={code}&client_id=cli").as_bytes(),
    )
}

/// The `error` of a response that is one.
fn error(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{reply:?}");
    reply.json()["error"].as_str().unwrap().to_owned()
}

// fidelity: device-login
#[test]
fn a_user_allows_the_login_that_a_client_waits_for() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    assert_eq!(error(&client.send("POST", "/oauth/device", FORM, b"")), "invalid_request");
    let begun = client.send("POST", "/oauth/device", FORM, b"client_id=cli").json();
    let uri = begun["verification_uri"].as_str().unwrap();
    assert_eq!(uri, format!("{}/oauth/device", hub.endpoint()));
    let code = begun["user_code"].as_str().unwrap();
    assert_eq!(begun["verification_uri_complete"], format!("{uri}?user_code={code}"));
    assert_eq!((&begun["expires_in"], &begun["interval"]), (&json!(900), &json!(1)));
    let device = begun["device_code"].as_str().unwrap();
    assert_eq!(error(&poll(&client, device)), "authorization_pending");

    // Nobody allows it without being logged in.
    let page = format!("/oauth/device?user_code={code}");
    assert_eq!(client.get(&page).status, 401);
    let allow = format!("user_code={code}&decision=allow");
    assert_eq!(client.send("POST", "/oauth/device/authorize", FORM, allow.as_bytes()).status, 401);
    let owner = browser(&hub, "owner");
    assert!(owner.get(&page).body.contains(&format!("value=\"{code}\"")));
    let wrong = owner.send("POST", "/oauth/device/authorize", FORM, b"user_code=ABCD-EFGH&decision=allow");
    assert_eq!(wrong.status, 400);
    assert!(wrong.body.contains("unknown, used up or expired"));
    assert_eq!(error(&poll(&client, device)), "authorization_pending");
    // As people type it.
    let typed = format!("user_code={}&decision=allow", code.replace('-', "").to_lowercase());
    let allowed = owner.send("POST", "/oauth/device/authorize", FORM, typed.as_bytes());
    assert_eq!((allowed.status, allowed.header("location")), (303, Some("/oauth/device?done=allowed")));

    let granted = poll(&client, device).json();
    let token = granted["access_token"].as_str().unwrap();
    assert!(token.starts_with("hf_oauth_"));
    let me = client.token(token).get("/api/whoami-v2").json();
    assert_eq!((&me["name"], &me["auth"]["type"]), (&json!("owner"), &json!("oauth")));
    assert!(me["auth"].get("accessToken").is_none(), "such tokens have no name");
    assert_eq!(client.token(token).get("/oauth/userinfo").json()["preferred_username"], "owner");
    assert_eq!(client.get("/oauth/userinfo").status, 401);
    assert_eq!(error(&poll(&client, device)), "invalid_grant", "a code is good for one time");
    let dump = client.get("/_mock/state").body;
    assert!(!dump.contains(token) && !dump.contains(granted["refresh_token"].as_str().unwrap()));
}

// fidelity: device-login
#[test]
fn a_login_is_denied_expires_or_is_asked_for_too_often() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    let (device, code) = begin(&client);
    let deny = format!("user_code={code}&decision=deny");
    assert_eq!(browser(&hub, "owner").send("POST", "/oauth/device/authorize", FORM, deny.as_bytes()).status, 303);
    assert_eq!(error(&poll(&client, &device)), "access_denied");

    let (device, code) = begin(&client);
    client.post("/_mock/clock", &json!({ "advance": "PT15M" }));
    assert_eq!(error(&poll(&client, &device)), "expired_token");
    let late = client.post("/_mock/logins", &json!({ "user": "owner", "user_code": code }));
    assert_eq!(late.status, 400);

    let running = start(&CAST.replace("now: 2026-01-31T12:00:00Z", ""));
    let client = Client::new(&running);
    let (device, _) = begin(&client);
    assert_eq!(error(&poll(&client, &device)), "authorization_pending");
    assert_eq!(error(&poll(&client, &device)), "slow_down");
}

// fidelity: device-login
#[test]
fn a_test_decides_without_a_browser() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    assert_eq!(client.post("/_mock/logins", &json!({ "user": "owner" })).status, 400);
    let (device, code) = begin(&client);
    assert_eq!(client.get("/_mock/logins").json()[0]["user_code"], code);
    assert_eq!(client.post("/_mock/logins", &json!({ "user": "nobody-here" })).status, 404);
    assert_eq!(client.post("/_mock/logins", &json!({ "user": "owner" })).json()["user_code"], code);
    assert_eq!(client.get("/_mock/logins").json(), json!([]));
    assert_eq!(poll(&client, &device).status, 200);
    let (device, _) = begin(&client);
    assert_eq!(client.post("/_mock/logins", &json!({ "user": null })).status, 200);
    assert_eq!(error(&poll(&client, &device)), "access_denied");
}

// fidelity: token-refresh
#[test]
fn a_login_is_renewed_with_what_came_with_it_and_ends_otherwise() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    let (device, _) = begin(&client);
    client.post("/_mock/logins", &json!({ "user": "requester" }));
    let granted = poll(&client, &device).json();
    let renew = |refresh: &Value| {
        let form = format!("grant_type=refresh_token&refresh_token={}&client_id=cli", refresh.as_str().unwrap());
        client.send("POST", "/oauth/token", FORM, form.as_bytes())
    };
    client.post("/_mock/clock", &json!({ "advance": "P30D" }));
    let old = client.token(granted["access_token"].as_str().unwrap());
    let refused = old.get("/api/datasets/owner/open");
    assert_eq!(refused.error(), (401, "", "Invalid credentials in Authorization header"));
    let renewed = renew(&granted["refresh_token"]).json();
    let token = renewed["access_token"].as_str().unwrap();
    assert_eq!(client.token(token).get("/api/whoami-v2").json()["name"], "requester");
    assert_eq!(error(&renew(&granted["refresh_token"])), "invalid_grant");
    assert_eq!(error(&renew(&json!("hf_oauth_refresh_x"))), "invalid_grant");
    assert_eq!(error(&client.post("/oauth/token", &json!({ "grant_type": "password" }))), "unsupported_grant_type");
    assert_eq!(error(&client.post("/oauth/token", &json!({}))), "invalid_request");
}

/// An identity token as a provider of CI makes it, without its signature.
fn identity(claims: &Value) -> String {
    let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", part("{}"), part(&claims.to_string()))
}

/// The cast, whose `requester` and `acme/calls` trust a workflow.
fn trusting() -> MockHub {
    let publisher = "trusted_publishers: [{ provider: github, claims: { repository: acme/train, branch: main, workflow: publish.yml } }]";
    let seed = CAST
        .replace("email: rita@example.com,", &format!("email: rita@example.com, {publisher},"))
        .replace("{ name: accepted,", &format!("{{ name: accepted, {publisher},"))
        .replace("{ id: acme/calls,", &format!("{{ id: acme/calls, {publisher},"));
    start(&seed)
}

// fidelity: trusted-publishers
#[test]
fn a_trusted_job_gets_what_its_publisher_is_for() {
    let hub = trusting();
    let client = Client::new(&hub);
    let claims = json!({
        "iss": "https://token.actions.githubusercontent.com", "aud": "https://huggingface.co", "exp": 1_769_860_801,
        "repository": "acme/train", "ref": "refs/heads/main",
        "workflow_ref": "acme/train/.github/workflows/publish.yml@refs/heads/main",
    });
    let exchange = |claims: &Value, resource: &str| {
        let body = json!({
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
            "subject_token": identity(claims), "resource": resource,
        });
        client.post("/oauth/token", &body)
    };
    // A repo: written, and nothing else.
    let granted = exchange(&claims, "datasets/acme/calls").json();
    assert_eq!((&granted["expires_in"], &granted["token_type"]), (&json!(3600), &json!("bearer")));
    assert_eq!(granted["issued_token_type"], "urn:ietf:params:oauth:token-type:access_token");
    let token = granted["access_token"].as_str().unwrap();
    assert!(token.starts_with("hf_jwt_"));
    let job = client.token(token);
    assert_eq!(job.get("/api/datasets/acme/calls/auth-check/write").status, 200);
    assert_eq!(job.get("/datasets/acme/calls/resolve/main/a.txt").status, 200);
    assert_eq!(job.get("/api/datasets/acme/group-one/auth-check/write").status, 403);
    // A user: the gated repos that it was let into, and nothing private.
    let granted = exchange(&claims, "accepted").json();
    let token = granted["access_token"].as_str().unwrap();
    assert!(token.starts_with("hf_oauth_"));
    let job = client.token(token);
    assert_eq!(job.get("/datasets/owner/voices/resolve/main/data/train.csv").status, 200);
    assert_eq!(job.get("/api/datasets/owner/voices/auth-check/write").status, 403);
    let asking = client.token(exchange(&claims, "requester").json()["access_token"].as_str().unwrap());
    let closed = asking.get("/datasets/owner/voices/resolve/main/data/train.csv");
    assert_eq!((closed.status, closed.error().1), (403, "GatedRepo"));
    // Everything has to fit, exactly.
    for (claim, other) in [
        ("iss", json!("https://gitlab.com")),
        ("aud", json!("https://example.com")),
        ("aud", json!(null)),
        ("exp", json!(1_769_860_800)),
        ("repository", json!("acme/Train")),
        ("ref", json!("refs/heads/main2")),
        ("workflow_ref", json!("acme/train/.github/workflows/other.yml@refs/heads/main")),
    ] {
        let mut claims = claims.clone();
        claims[claim] = other;
        assert_eq!(error(&exchange(&claims, "datasets/acme/calls")), "invalid_grant", "{claims}");
    }
    for resource in ["acme/calls", "datasets/owner/voices", "owner", "nobody-here", "datasets/acme/none"] {
        assert_eq!(error(&exchange(&claims, resource)), "invalid_grant", "{resource}");
    }
    let bare = json!({
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
    });
    assert_eq!(error(&client.post("/oauth/token", &bare)), "invalid_request");
    // The endpoint as the audience, as the client asks a provider for it.
    let mut own = claims.clone();
    own["aud"] = json!([hub.endpoint()]);
    let granted = exchange(&own, "datasets/acme/calls").json();
    client.post("/_mock/clock", &json!({ "advance": "PT1H" }));
    let late = client.token(granted["access_token"].as_str().unwrap()).get("/api/whoami-v2");
    assert_eq!(late.status, 401, "a token is good for an hour");
}

// fidelity: device-login
#[test]
fn a_login_waits_for_its_user_and_its_client_for_it() {
    let at = |milliseconds: i64| Time::from_milliseconds(milliseconds);
    let mut hub = Hub::default();
    hub.begin_login("device", "BCDF-GHJK".into(), at(0));
    // A code can be entered for a quarter of an hour.
    assert_eq!([899_999, 900_000].map(|now| hub.waiting_logins(at(now)).count()), [1, 0]);
    let poll = |hub: &mut Hub, now, paced| hub.poll_login("device", at(now), paced);
    let (pending, soon) = (Err(OAuthError::AuthorizationPending), Err(OAuthError::SlowDown));
    // The client asks every second, and waits five seconds longer each time that it was too fast.
    for (now, paced, expected) in [
        (0, true, &pending),
        (999, true, &soon),
        (6_998, true, &soon),
        (17_998, true, &pending),
        (17_998, false, &pending),
        (28_997, true, &soon),
        (899_999, true, &pending),
    ] {
        assert_eq!(poll(&mut hub, now, paced), *expected, "{now}");
    }
    assert_eq!(poll(&mut hub, 900_000, true), Err(OAuthError::ExpiredToken));
    assert_eq!(hub.poll_login("other", at(0), true), Err(OAuthError::InvalidGrant("Unknown device code")));
    let allow = |hub: &mut Hub, code: &str, now| hub.decide_login(code, Decision::Allowed("ana".into()), at(now));
    let none = Err(HubError::DeviceCodeNotFound);
    assert_eq!(allow(&mut hub, "BCDF-GHJX", 1), none);
    assert_eq!(allow(&mut hub, "bcdfghjk", 900_000), none, "too late");
    assert_eq!(allow(&mut hub, " bcdf ghjk", 899_999), Ok(()));
    assert_eq!(allow(&mut hub, "BCDF-GHJK", 1), none, "it is decided");
    assert_eq!(hub.waiting_logins(at(1)).count(), 0);
    assert_eq!(poll(&mut hub, 2_000_000, true), Ok("ana".into()), "what was allowed in time is kept");
    assert!(poll(&mut hub, 2_000_001, true).is_err());
    hub.issue_login(&"ana".into(), "hf_oauth_x".into(), "refresh", at(7));
    let token = hub.tokens["hf_oauth_x"].clone();
    assert_eq!((token.expires_at, token.oauth), (Some(at(7 + 30 * 86_400_000)), true));
    assert_eq!(hub.renew_login("refresh"), Ok("ana".into()));
    assert!(hub.renew_login("refresh").is_err());
}

// fidelity: trusted-publishers
#[test]
fn whom_a_trusted_job_counts_as() {
    let publisher = "trusted_publishers: [{ provider: gitlab, claims: { workflow: ci.yml, sub: x } }]";
    let mut hub = Seed::parse(
        "hub.yaml",
        &CAST
            .replace("{ id: owner/open,", &format!("{{ id: owner/open, {publisher},"))
            .replace("{ id: acme/calls,", &format!("{{ id: acme/calls, {publisher},"))
            .replace(
                "- { user: admin, role: admin }\n      - { user: writer, role: write }",
                "- { user: writer, role: write }\n      - { user: admin, role: admin }",
            ),
    )
    .unwrap()
    .hub;
    hub.endpoint = "http://127.0.0.1:1".into();
    let exchange = |hub: &Hub, change: &[(&str, Value)], resource: &str| {
        let mut claims =
            json!({ "iss": "https://gitlab.com", "aud": "http://127.0.0.1:1/", "workflow": "ci.yml", "sub": "x" });
        for (claim, value) in change {
            claims[*claim] = value.clone();
        }
        hub.exchange(claims.as_object().unwrap(), resource, Time::from_milliseconds(5_999))
    };
    let user = |hub: &Hub, resource: &str| exchange(hub, &[], resource).map(|token| token.user).ok();
    assert_eq!(user(&hub, "datasets/owner/open"), Some("owner".into()));
    assert_eq!(user(&hub, "datasets/acme/calls"), Some("admin".into()), "an admin, whoever came first");
    assert_eq!(user(&hub, "datasets/acme/group-one"), None);
    let taken = |change: &[(&str, Value)]| exchange(&hub, change, "datasets/owner/open").is_ok();
    for good in [
        vec![("aud", json!("https://huggingface.co"))],
        vec![("aud", json!(["https://example.com", "https://huggingface.co/"]))],
        vec![("exp", json!(6))],
        vec![("workflow", Value::Null), ("workflow_ref", json!("a/b/.gitlab/ci.yml@refs/heads/x"))],
    ] {
        assert!(taken(&good), "{good:?}");
    }
    for bad in [
        vec![("aud", json!("https://example.com"))],
        vec![("aud", json!(["https://example.com"]))],
        vec![("aud", json!({}))],
        vec![("exp", json!(5))],
        vec![("workflow", Value::Null)],
        vec![("workflow", Value::Null), ("workflow_ref", json!("a/b/.gitlab/other.yml@refs/heads/ci.yml"))],
        vec![("sub", Value::Null), ("ref", json!("refs/heads/x"))],
        vec![("sub", json!("y"))],
    ] {
        assert!(!taken(&bad), "{bad:?}");
    }
    let token = exchange(&hub, &[], "datasets/owner/open").unwrap();
    assert_eq!((token.expires_at, token.oauth), (Some(Time::from_milliseconds(3_605_999)), true));
    let members = &mut hub.organizations.get_mut(&Name::from("acme")).unwrap().members;
    members.retain(|member| member.user != *"admin");
    assert_eq!(user(&hub, "datasets/acme/calls"), None, "without an admin it counts as nobody");
}

// fidelity: settings-tokens
#[test]
fn tokens_are_made_and_deleted_on_the_settings_page() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    assert_eq!(client.get("/settings/tokens").status, 401);
    assert_eq!(client.token("hf_requester").get("/settings/tokens").status, 401, "pages ignore tokens");
    assert_eq!(client.send("POST", "/settings/tokens", FORM, b"name=ci&role=read").status, 401);
    let me = browser(&hub, "accepted");
    let make = |form: &str| {
        let page = me.send("POST", "/settings/tokens", FORM, form.as_bytes());
        assert_eq!(page.status, 200, "{}", page.body);
        let secret = page.body.split("Your new token is <code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        (page.body, client.token(&secret))
    };
    let (page, token) = make("name=nightly+run&role=read");
    assert!(page.contains("nightly run"));
    let whoami = token.get("/api/whoami-v2").json();
    assert_eq!(whoami["auth"]["accessToken"]["displayName"], "nightly run");
    assert_eq!(whoami["auth"]["accessToken"]["role"], "read");
    let file = "/datasets/owner/voices/resolve/main/data/train.csv";
    assert_eq!(token.get(file).status, 200);
    // Fine-grained ones pass a gate where they may.
    let (_, shut) = make("name=shut&role=fineGrained");
    assert_eq!(shut.get(file).error().1, "GatedRepo");
    let (_, gated) = make("name=gated&role=fineGrained&gated=true");
    assert_eq!(gated.get(file).status, 200);
    let (_, named) = make("name=named&role=fineGrained&scopes=datasets/owner/voices");
    assert_eq!(named.get(file).status, 200);
    for (length, status) in [(0, 400), (100, 200), (101, 400), (200, 400)] {
        let form = format!("name={}&role=read", "n".repeat(length));
        assert_eq!(me.send("POST", "/settings/tokens", FORM, form.as_bytes()).status, status, "a name of {length}");
    }
    // The page names a token by its hash alone, and deletes only its user's.
    let page = me.get("/settings/tokens").body;
    assert!(!page.contains("hf_"), "{page}");
    let hash = page.split("nightly run").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    let delete = format!("revoke={hash}");
    assert_eq!(browser(&hub, "owner").send("POST", "/settings/tokens", FORM, delete.as_bytes()).status, 404);
    assert_eq!(token.get("/api/whoami-v2").status, 200);
    assert_eq!(me.send("POST", "/settings/tokens", FORM, delete.as_bytes()).status, 303);
    assert_eq!(token.get("/api/whoami-v2").status, 401);
}

// fidelity: revoke-leaked
#[test]
fn whoever_finds_a_token_may_revoke_it() {
    let hub = start(CAST);
    let client = Client::new(&hub);
    let revoke = |token: &str| client.post("/api/credentials/revoke", &json!({ "credentials": [token] })).status;
    assert_eq!((revoke("hf_accepted"), revoke("hf_accepted"), revoke("hf_unknown")), (202, 202, 202));
    assert_eq!(client.token("hf_accepted").get("/api/whoami-v2").status, 401);
    assert_eq!(client.token("hf_owner").get("/api/whoami-v2").status, 200);
    assert_eq!(client.post("/api/credentials/revoke", &json!({})).status, 400);
}
