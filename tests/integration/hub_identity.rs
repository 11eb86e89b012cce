//! Who is asking: tokens, sessions, and what accounts look like.

use serde_json::json;

use crate::hub_client::{Client, cast};

// fidelity: whoami
#[test]
fn whoami() {
    let hub = cast();
    let client = Client::new(&hub);
    let me = client.token("hf_requester").get("/api/whoami-v2").json();
    let keys: Vec<&String> = me.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "type",
            "id",
            "name",
            "fullname",
            "email",
            "emailVerified",
            "canPay",
            "billingMode",
            "periodEnd",
            "isPro",
            "avatarUrl",
            "orgs",
            "auth"
        ]
    );
    assert_eq!((&me["fullname"], &me["auth"]["accessToken"]["role"]), (&json!("Rita Reader"), &json!("read")));
    let admin = client.token("hf_admin").get("/api/whoami-v2").json();
    assert_eq!(admin["orgs"][0]["name"], "acme");
    assert_eq!(admin["orgs"][0]["roleInOrg"], "admin");
    let fine = client.token("hf_fine_repo").get("/api/whoami-v2").json();
    assert_eq!(fine["auth"]["accessToken"]["fineGrained"]["scoped"][0]["entity"]["name"], "owner/voices");
}

// fidelity: unknown-token
#[test]
fn an_unknown_token_is_refused_everywhere() {
    let hub = cast();
    let client = Client::new(&hub);
    for caller in
        [client.token("hf_nobody"), client.with("Authorization", "Basic !"), client.with("Authorization", "x")]
    {
        for path in ["/api/whoami-v2", "/api/datasets/owner/open/auth-check", "/datasets/owner/open/resolve/main/a.txt"]
        {
            let refused = caller.get(path);
            let whoami = path == "/api/whoami-v2";
            let told =
                if whoami { "Invalid username or password." } else { "Invalid credentials in Authorization header" };
            assert_eq!((refused.status, refused.error().2), (401, told), "{path}");
            assert!(refused.header("www-authenticate").is_some());
        }
    }
    assert_eq!(client.get("/api/whoami-v2").error(), (401, "", "Invalid username or password."));
    // owner:hf_owner
    assert_eq!(
        client.with("Authorization", "Basic b3duZXI6aGZfb3duZXI=").get("/api/whoami-v2").json()["name"],
        "owner"
    );
}

// fidelity: sessions
#[test]
fn one_click_logs_in() {
    let hub = cast();
    let client = Client::new(&hub);
    let form = "application/x-www-form-urlencoded";
    let login = client.send("POST", "/login", form, b"user=owner&next=%2Fdatasets%2Fowner%2Fvoices");
    assert_eq!((login.status, login.header("location")), (303, Some("/datasets/owner/voices")));
    let cookie = login.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
    let session = client.with("Cookie", cookie.split(';').next().unwrap());
    assert_eq!(session.get("/api/datasets/owner/voices/auth-check").body, "OK");
    assert_eq!(session.get("/api/whoami-v2").json()["name"], "owner");
    for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let login = client.send("POST", "/login", form, format!("user=owner&next={next}").as_bytes());
        assert_eq!(login.header("location"), Some("/"), "{next}");
    }
    assert_eq!(client.send("POST", "/login", form, b"user=nobody-here").status, 404);
}

#[test]
fn a_login_leads_back_to_the_address_that_was_sent() {
    let hub = cast();
    let client = Client::new(&hub);
    for path in ["/owner/secret-net", "/datasets/owner/voices?x=1", "/owner/secret-net/nowhere"] {
        let page = client.get(path).body.replace("%2D", "-");
        let next = path.replace('/', "%2F").replace('?', "%3F").replace('=', "%3D");
        assert!(page.contains(&format!("/login?next={next}\"")), "{path}: {page}");
    }
}

// fidelity: accounts
#[test]
fn accounts() {
    let hub = cast();
    let client = Client::new(&hub);
    let owner = client.get("/api/users/OWNER/overview").json();
    assert_eq!((&owner["user"], &owner["numDatasets"], &owner["numModels"]), (&json!("owner"), &json!(4), &json!(1)));
    assert_eq!(
        client.token("hf_owner").get("/api/users/owner/overview").json()["numDatasets"],
        5,
        "private ones are their owner's"
    );
    assert_eq!(client.get("/api/users/nobody-here/overview").status, 404);
    assert_eq!(client.get("/api/organizations/acme/overview").json()["numUsers"], 4);
    let members = client.get("/api/organizations/acme/members").json();
    assert_eq!((&members[0]["user"], members[0].get("role")), (&json!("admin"), None));
    assert_eq!(client.token("hf_reader").get("/api/organizations/acme/members").json()[0]["role"], "admin");
    let role = "/api/organizations/acme/members/reader/role";
    assert_eq!(client.token("hf_writer").put(role, &json!({ "role": "write" })).status, 403);
    assert_eq!(client.token("hf_admin").put(role, &json!({ "role": "write" })).status, 200);
    assert_eq!(client.token("hf_reader").get("/api/datasets/acme/calls/user-access-request/pending").status, 200);
    let found = client.get("/api/quicksearch?q=rita&type=user").json();
    assert_eq!(found["users"][0]["user"], "requester");
    assert_eq!(client.get("/api/agent-harnesses").json(), json!({ "standardEnvVars": [], "harnesses": {} }));
}

// fidelity: validate-yaml
#[test]
fn cards_are_judged_in_the_hubs_words() {
    let hub = cast();
    let client = Client::new(&hub);
    let good = json!({ "content": "---\nlicense: mit\n---\n", "repoType": "dataset" });
    let good = client.post("/api/validate-yaml", &good);
    assert_eq!((good.status, good.json()["errors"].clone()), (200, json!([])));
    let bad = json!({ "content": "---\nlicense: MIT\n---\n", "repoType": "dataset" });
    let answer = client.post("/api/validate-yaml", &bad);
    assert_eq!(answer.status, 400);
    assert!(answer.json()["errors"][0]["message"].as_str().unwrap().starts_with("\"license\" must be one of ["));
    let text = client.with("Accept", "text/plain").post("/api/validate-yaml", &bad);
    assert_eq!(text.status, 400);
    assert!(text.body.starts_with("- Error: \"license\" must be one of ["));
}

/// The session ids of two logins.
fn sessions(hub: &cardlint::hub::MockHub) -> Vec<String> {
    let log_in = || {
        let form = Client::new(hub).send("POST", "/login", "application/x-www-form-urlencoded", b"user=owner");
        form.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned()
    };
    vec![log_in(), log_in()]
}

// fidelity: sessions
#[test]
fn nobody_can_guess_a_session_unless_a_test_wants_to() {
    let (one, other) = (cast(), cast());
    let ids = [sessions(&one), sessions(&other)].concat();
    for id in &ids {
        assert_eq!(id.len(), 32, "{id}");
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{ids:?}");
    }
    one.seed_sessions(7);
    other.seed_sessions(7);
    let seeded = sessions(&one);
    assert_ne!(seeded[0], seeded[1]);
    assert_eq!(seeded, sessions(&other));
    one.reset();
    assert_eq!(seeded, sessions(&one), "a reset begins anew");
    other.seed_sessions(8);
    assert_ne!(seeded, sessions(&other));
}
