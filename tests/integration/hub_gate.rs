//! Who passes the gate: every caller before every surface.

use cardlint::hub::state::{Country, Location};

use crate::hub_client::{CAST, Client, cast, start};

const PENDING: &str = "Your request to access dataset owner/voices is awaiting a review from the repo authors.";
const REJECTED: &str = "Your request to access dataset owner/voices has been rejected by the repo's authors.";

// fidelity: gate-verdict
#[test]
fn one_verdict_for_every_surface() {
    let hub = cast();
    let client = Client::new(&hub);
    let page = format!("{}/datasets/owner/voices", hub.endpoint());
    let none = format!(
        "Access to dataset owner/voices is restricted and you are not in the authorized list. Visit {page} to ask for access."
    );
    let reset = format!(
        "Your request to access dataset owner/voices has been reset by the repo's authors. Visit {page} to submit a new request."
    );
    let anonymous = "Access to dataset owner/voices is restricted. You must have access to it and be authenticated to access it. Please log in.";
    let fine = "Access to dataset owner/voices is restricted. Please enable access to public gated repositories in your fine-grained token settings to view this repository.";
    let table = [
        ("", 401, anonymous),
        ("hf_owner", 200, ""),
        ("hf_owner_read", 200, ""),
        ("hf_stranger", 403, &none),
        ("hf_requester", 403, PENDING),
        ("hf_accepted", 200, ""),
        ("hf_granted", 200, ""),
        ("hf_rejected", 403, REJECTED),
        ("hf_reset", 403, &reset),
        ("hf_fine_shut", 403, fine),
        ("hf_fine_open", 200, ""),
        ("hf_fine_repo", 200, ""),
    ];
    for (token, status, message) in table {
        let caller = if token.is_empty() { client.clone() } else { client.token(token) };
        let code = if status == 200 { "" } else { "GatedRepo" };
        for path in [
            "/api/datasets/owner/voices/auth-check",
            "/api/datasets/OWNER/Voices/auth-check",
            "/datasets/owner/voices/resolve/main/data/train.csv",
            "/datasets/owner/voices/raw/main/data/train.csv",
            "/datasets/owner/voices/raw/main/README.md",
        ] {
            assert_eq!(caller.get(path).error(), (status, code, message), "{token} GET {path}");
            assert_eq!(caller.head(path).error(), (status, code, message), "{token} HEAD {path}");
        }
    }
}

// fidelity: gate-before-existence
#[test]
fn the_gate_comes_before_revision_and_file() {
    let hub = cast();
    let client = Client::new(&hub);
    for path in ["resolve/no-such-branch/a", "resolve/main/nothing", "raw/main/nothing", "resolve/main/voices.py"] {
        let path = format!("/datasets/owner/voices/{path}");
        assert_eq!(client.get(&path).status, 401, "{path}");
        assert_eq!(client.token("hf_requester").get(&path).error().1, "GatedRepo", "{path}");
        let missing = client.token("hf_accepted").get(&path);
        assert_eq!(missing.status, 404, "{path}");
        assert!(["EntryNotFound", "RevisionNotFound"].contains(&missing.error().1), "{path}: {missing:?}");
    }
}

// fidelity: gate-allowlist
#[test]
fn readme_and_license_are_open_to_resolve_alone() {
    let hub = cast();
    let client = Client::new(&hub);
    assert_eq!(client.get("/datasets/owner/voices/resolve/main/README.md").status, 200);
    for name in ["LICENSE", "LICENSE.md", "LICENSE.txt"] {
        let reply = client.get(&format!("/datasets/owner/voices/resolve/main/{name}"));
        assert_eq!(reply.error(), (404, "EntryNotFound", "Entry not found"), "{name}");
    }
    for name in ["readme.md", "README.txt", "README", "license.txt", "data/README.md", ".gitattributes"] {
        let reply = client.get(&format!("/datasets/owner/voices/resolve/main/{name}"));
        assert_eq!((reply.status, reply.error().1), (401, "GatedRepo"), "{name}");
    }
}

// fidelity: gate-organization
#[test]
fn members_of_the_organization() {
    let hub = cast();
    let client = Client::new(&hub);
    for (token, calls, strict) in [
        ("hf_admin", 200, 200),
        ("hf_writer", 200, 403),
        ("hf_contributor", 200, 403),
        ("hf_reader", 200, 403),
        ("hf_stranger", 403, 403),
    ] {
        let caller = client.token(token);
        assert_eq!(caller.get("/api/datasets/acme/calls/auth-check").status, calls, "{token}");
        assert_eq!(caller.get("/api/datasets/acme/strict/auth-check").status, strict, "{token}");
    }
    let writer = client.token("hf_writer");
    assert_eq!(writer.post("/datasets/acme/strict/ask-access", &serde_json::json!({})).status, 303);
    let handled = serde_json::json!({ "user": "writer", "status": "accepted" });
    assert_eq!(writer.post("/api/datasets/acme/strict/user-access-request/handle", &handled).status, 200);
    assert_eq!(writer.get("/api/datasets/acme/strict/auth-check").status, 200, "a request lets a gated member in");
}

// fidelity: gate-europe
#[test]
fn a_card_may_keep_the_european_union_out() {
    let hub = cast();
    let client = Client::new(&hub);
    let path = "/api/datasets/owner/not-in-europe/auth-check";
    assert_eq!(client.token("hf_european").get(path).error().1, "GatedRepo");
    assert_eq!(client.token("hf_european").with("X-Mock-Location", "BR").get(path).status, 200, "the header wins");
    assert_eq!(client.token("hf_accepted").get(path).status, 200);
    assert_eq!(client.token("hf_accepted").with("X-Mock-Location", "FR").get(path).status, 403);
    assert_eq!(client.token("hf_owner").with("X-Mock-Location", "FR").get(path).status, 200, "owners are exempt");
    let ask = "/datasets/owner/not-in-europe/ask-access";
    assert_eq!(client.token("hf_european").post(ask, &serde_json::json!({})).error().1, "GatedRepo");
    assert_eq!(client.token("hf_european").get("/datasets/owner/not-in-europe/resolve/main/README.md").status, 200);
}

// fidelity: gate-europe
#[test]
fn owner_and_members_ask_and_enter_from_the_european_union() {
    let card = "{ README.md: \"---\\nextra_gated_eu_disallowed: true\\n---\\n\" }";
    let hub = start(&CAST.replace(
        "{ id: acme/strict, gated: manual, org_members_gated: true, files: { a.txt: a } }",
        &format!("{{ id: acme/strict, gated: manual, org_members_gated: true, files: {card} }}"),
    ));
    let client = Client::new(&hub).with("X-Mock-Location", "FR");
    let check = |token: &str| client.token(token).get("/api/datasets/acme/strict/auth-check").error().2.to_owned();
    let ask = |token: &str, repo: &str| {
        client.token(token).post(&format!("/datasets/{repo}/ask-access"), &serde_json::json!({})).status
    };
    assert!(check("hf_reader").contains("not in the authorized list"), "a member has to ask, from wherever");
    assert!(check("hf_stranger").contains("is not available in the European Union"), "{}", check("hf_stranger"));
    assert_eq!([ask("hf_reader", "acme/strict"), ask("hf_stranger", "acme/strict")], [303, 403]);
    assert!(check("hf_reader").contains("awaiting a review"));
    let page = |user: &str| {
        let login =
            client.send("POST", "/login", "application/x-www-form-urlencoded", format!("user={user}").as_bytes());
        client
            .with("Cookie", login.header("set-cookie").unwrap().split(';').next().unwrap())
            .get("/datasets/acme/strict")
            .body
    };
    assert!(page("stranger").contains("is not available in the European Union"));
    assert!(page("contributor").contains("Agree and send request"));
    assert_eq!(ask("hf_owner", "owner/not-in-europe"), 303);
}

// fidelity: gate-group
#[test]
fn one_request_opens_a_gating_group() {
    let hub = cast();
    let client = Client::new(&hub);
    let stranger = client.token("hf_stranger");
    assert_eq!(stranger.get("/api/datasets/acme/group-one/auth-check").status, 403, "gated whatever its own setting");
    assert_eq!(stranger.post("/acme/group-two/ask-access", &serde_json::json!({})).status, 303);
    let pending = client.token("hf_admin").get("/api/datasets/acme/group-one/user-access-request/pending");
    assert_eq!(pending.users(), ["stranger"], "{pending:?}");
    let handled = serde_json::json!({ "user": "stranger", "status": "accepted" });
    assert_eq!(
        client.token("hf_admin").post("/api/datasets/acme/group-one/user-access-request/handle", &handled).status,
        200
    );
    for path in ["/api/datasets/acme/group-one/auth-check", "/api/models/acme/group-two/auth-check"] {
        assert_eq!(stranger.get(path).status, 200, "{path}");
    }
}

// fidelity: repo-unknown
#[test]
fn nobody_learns_of_repos_that_are_not_theirs() {
    let hub = cast();
    let client = Client::new(&hub);
    for path in [
        "/api/datasets/owner/secret/auth-check",
        "/api/datasets/owner/nothing/auth-check",
        "/datasets/owner/secret/resolve/main/README.md",
    ] {
        assert_eq!(client.get(path).error(), (401, "RepoNotFound", "Invalid username or password."), "{path}");
        assert_eq!(
            client.token("hf_stranger").get(path).error(),
            (404, "RepoNotFound", "Repository not found"),
            "{path}"
        );
    }
    assert_eq!(client.token("hf_owner").get("/api/datasets/owner/secret/auth-check").body, "OK");
}

// fidelity: errors-by-place
#[test]
fn an_error_has_the_form_of_its_place() {
    let hub = cast();
    let client = Client::new(&hub);
    let api = client.get("/api/datasets/owner/voices/auth-check");
    assert_eq!(api.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(api.json()["error"].as_str(), api.header("x-error-message"));
    assert!(api.header("www-authenticate").is_some());
    let file = client.get("/datasets/owner/voices/resolve/main/data/train.csv");
    assert_eq!(file.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(Some(file.body.as_str()), file.header("x-error-message"));
    let page = client.token("hf_owner").get("/datasets/owner/voices/blob/main/data/train.csv");
    assert_eq!((page.status, page.error().1), (401, "GatedRepo"), "pages go by the cookie alone");
    assert_eq!(page.header("www-authenticate"), None);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
}

#[test]
fn a_country_is_two_letters() {
    assert_eq!("pt".parse::<Country>().map(|country| country.as_str().to_owned()), Ok("PT".to_owned()));
    for text in ["", "P", "PRT", "P1", "1P", "é"] {
        assert!(text.parse::<Country>().is_err(), "{text}");
    }
    for text in ["UA", "UA-4", "UA-43", "GB-ENG"] {
        for written in [text.to_owned(), text.to_lowercase()] {
            assert_eq!(written.parse::<Location>().map(String::from), Ok(text.to_owned()));
        }
    }
    for text in ["", "U", "UA-", "UA-4444", "UA-4_", "UA-é", "U1-43", "-43", "UA-4-3"] {
        assert!(text.parse::<Location>().is_err(), "{text}");
    }
}
