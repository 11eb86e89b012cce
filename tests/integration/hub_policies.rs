//! What organizations and repos keep to themselves: locations, tokens without scopes, and who asks.

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::{Caller, Hub, HubError, Name, ObjectId, RepoId, Rights, TokenRole};
use serde_json::json;

use crate::hub_client::{CAST, Client, start};

// fidelity: blocked-locations
#[test]
fn visitors_from_blocked_countries_are_rejected_or_get_no_file() {
    for (enforcement, downloads) in [("gated", 200), ("all", 403)] {
        let blocked = format!("plan: enterprise\n    blocked: {{ countries: [de, FR], enforcement: {enforcement} }}");
        let hub = start(&CAST.replacen("plan: enterprise", &blocked, 1).replace(
            "{ id: acme/calls,",
            "{ id: acme/public, files: { README.md: hi, a.txt: a } }\n  - { id: acme/calls,",
        ));
        let client = Client::new(&hub);
        let european = client.token("hf_european");
        let ask = "/datasets/acme/calls/ask-access";
        assert_eq!(european.post(ask, &json!({})).status, 303);
        let requests = "/api/datasets/acme/calls/user-access-request";
        assert_eq!(client.token("hf_admin").get(&format!("{requests}/rejected")).users(), ["european"]);
        assert_eq!(client.token("hf_stranger").post(ask, &json!({})).status, 303);
        assert_eq!(client.token("hf_admin").get(&format!("{requests}/pending")).users(), ["stranger"]);
        // Nobody who is there is exempt: neither members nor who is not logged in.
        let file = "/datasets/acme/public/resolve/main/a.txt";
        let nobody = client.with("X-Mock-Location", "DE");
        for who in [&european, &client.token("hf_reader"), &nobody] {
            assert_eq!(who.get(file).status, downloads, "{enforcement}");
        }
        assert_eq!((client.get(file).status, client.token("hf_admin").get(file).status), (200, 200));
        let open = "/datasets/acme/public/resolve/main/README.md";
        assert_eq!((nobody.get(open).status, client.get(open).status), (downloads, 200));
        assert_eq!(european.get("/api/datasets/acme/public").status, 200, "the page is there");
        let page = nobody.get("/datasets/acme/public");
        let notice = page.body.contains("is not available in your region");
        assert_eq!((page.status, notice), (200, enforcement == "all"));
        assert!(!client.get("/datasets/acme/public").body.contains("in your region"));
    }
}

#[test]
fn blocked_locations_are_written_as_they_were_read() {
    let blocked = "plan: enterprise\n    blocked: { countries: [de, FR], regions: [ua-43], enforcement: all }";
    let hub = Seed::parse("hub.yaml", &CAST.replacen("plan: enterprise", blocked, 1)).unwrap().hub;
    let state = serde_json::to_value(&hub).unwrap();
    let expected = json!({ "countries": ["DE", "FR"], "regions": ["UA-43"], "all_repos": true });
    assert_eq!(state["organizations"]["acme"]["blocked"], expected);
    assert_eq!(serde_json::from_value::<Hub>(state).unwrap(), hub);
}

// fidelity: blocked-locations
#[test]
fn territories_that_are_no_countries_are_blocked_on_their_own() {
    let blocked = "plan: enterprise\n    blocked: { regions: [ua-43], enforcement: all }";
    let hub = start(
        &CAST
            .replacen("plan: enterprise", blocked, 1)
            .replace("{ name: stranger,", "{ name: stranger, location: UA-43,")
            .replace("{ id: acme/calls,", "{ id: acme/public, files: { a.txt: a } }\n  - { id: acme/calls,"),
    );
    let client = Client::new(&hub);
    let file = "/datasets/acme/public/resolve/main/a.txt";
    let told = "Access to dataset acme/public is not available in your region.";
    assert_eq!(client.token("hf_stranger").get(file).error(), (403, "GatedRepo", told));
    assert_eq!(client.token("hf_admin").with("X-Mock-Location", "ua-43").get(file).status, 403, "members, too");
    for elsewhere in ["UA", "UA-30", "DE"] {
        assert_eq!(client.with("X-Mock-Location", elsewhere).get(file).status, 200, "{elsewhere}");
    }
    // What is stored of a location is the country.
    let form = json!({ "Company": "A", "Country": "UA", "Born": "2000-01-01", "Use": "Research", "I agree": "true" });
    assert_eq!(client.token("hf_stranger").post("/datasets/owner/form/ask-access", &form).status, 303);
    let asked = client.token("hf_owner").get("/api/datasets/owner/form/user-access-request/pending").json();
    assert_eq!(asked[0]["fields"]["geo"], "UA");
}

// fidelity: token-policy
#[test]
fn an_organization_may_take_scoped_tokens_only() {
    let fine = "{ token: hf_fine_admin, role: fineGrained, scopes: [{ entity: acme, permissions: [repo.content.read, repo.write] }] }";
    let seed = CAST
        .replacen("plan: enterprise", "plan: enterprise\n    token_policy: fine-grained", 1)
        .replace("[{ token: hf_admin, role: write }]", &format!("[{{ token: hf_admin, role: write }}, {fine}]"))
        .replace("{ id: acme/calls,", "{ id: acme/open, files: { a.txt: a } }\n  - { id: acme/calls,");
    let hub = start(&seed);
    let client = Client::new(&hub);
    let (admin, fine) = (client.token("hf_admin"), client.token("hf_fine_admin"));
    let told = "acme only accepts fine-grained tokens to access its resources";
    let file = "/datasets/acme/calls/resolve/main/a.txt";
    assert_eq!((admin.get(file).error(), fine.get(file).status), ((403, "", told), 200));
    let pending = "/api/datasets/acme/calls/user-access-request/pending";
    assert_eq!((admin.get(pending).error(), fine.get(pending).status), ((403, "", told), 200));
    assert_eq!(admin.get("/datasets/acme/open/resolve/main/a.txt").status, 200, "public ones are");
    assert_eq!(client.get("/datasets/acme/open/resolve/main/a.txt").status, 200);
    assert_eq!(client.token("hf_owner").get("/datasets/owner/voices/resolve/main/data/train.csv").status, 200);
}

// fidelity: token-policy
#[test]
fn an_organization_may_take_approved_tokens_only() {
    let fine = |name: &str| format!("{{ token: hf_fine_{name}, role: fineGrained, scopes: [acme] }}");
    let tokens = |name: &str| format!("{{ name: {name}, tokens: [{{ token: hf_{name}, role: write }}, {}", fine(name));
    let mut seed = CAST.replacen(
        "plan: enterprise",
        "plan: enterprise\n    token_policy: approval\n    approved_tokens: [hf_fine_writer]\n    revoked_tokens: [hf_fine_contributor]",
        1,
    );
    for name in ["admin", "writer", "contributor"] {
        seed = seed.replace(&format!("{{ name: {name}, tokens: [{{ token: hf_{name}, role: write }}"), &tokens(name));
    }
    seed = seed.replace("location: FR, tokens: [", &format!("location: FR, tokens: [{}, ", fine("reader")));
    let hub = start(&seed);
    let client = Client::new(&hub);
    let file = "/datasets/acme/calls/resolve/main/a.txt";
    let got = |token: &str| {
        let reply = client.token(token).get(file);
        (reply.status, reply.error().2.to_owned())
    };
    for approved in ["hf_fine_admin", "hf_fine_writer"] {
        assert_eq!(got(approved), (200, String::new()), "{approved}");
    }
    let told = "Due to the organization token policy, your token needs to be approved by the organization before you can \
                access this resource.";
    assert_eq!(got("hf_fine_reader"), (403, told.to_owned()));
    assert!(got("hf_fine_contributor").1.starts_with("Your token has been revoked by the organization administrator"));
    assert_eq!(got("hf_writer").1, "acme only accepts fine-grained tokens to access its resources");
    assert_eq!(client.get(file).status, 401);
    // Elsewhere, they work.
    let restrictions = |token: &str| {
        let me = client.token(token).get("/api/whoami-v2").json();
        me["orgs"][0]["securityRestrictions"].clone()
    };
    let words = ["hf_fine_writer", "hf_fine_contributor", "hf_fine_reader", "hf_writer"].map(restrictions);
    assert_eq!(words, [json!(null), json!(["token-revoked"]), json!(["token-policy"]), json!(["token-policy"])]);
}

// fidelity: resource-groups
#[test]
fn a_resource_group_gives_roles_in_its_repos() {
    let groups = "plan: enterprise\n    resource_groups:\n      - { name: speech, members: [{ user: reader, role: admin }, { user: contributor, role: read }] }";
    let hub = start(
        &CAST
            .replacen("plan: enterprise", groups, 1)
            .replace("{ id: acme/strict,", "{ id: acme/closed, resource_group: speech, private: true, files: { a.txt: a } }\n  - { id: acme/strict, resource_group: speech,"),
    );
    let client = Client::new(&hub);
    let got = |token: &str, path: &str| client.token(token).get(path).status;
    let each =
        |path: &str| ["hf_admin", "hf_reader", "hf_contributor", "hf_writer", "hf_stranger"].map(|who| got(who, path));
    // Its admins pass the gate where members have to ask, and others do not, whatever they are in the organization.
    assert_eq!(each("/datasets/acme/strict/resolve/main/a.txt"), [200, 200, 403, 403, 403]);
    assert_eq!(each("/api/datasets/acme/strict/user-access-request/pending"), [200, 200, 403, 403, 403]);
    // A private repo of it is there for its members.
    assert_eq!(each("/api/datasets/acme/closed"), [200, 200, 200, 404, 404]);
    let list = "/api/organizations/acme/resource-groups";
    let told = client.token("hf_contributor").get(list).json();
    let id = told[0]["id"].as_str().unwrap();
    assert_eq!((&told[0]["name"], &told[0]["users"][0]["role"]), (&json!("speech"), &json!("admin")));
    assert_eq!(told[0]["repos"][0], json!({ "type": "dataset", "name": "acme/closed", "private": true }));
    assert_eq!(client.token("hf_writer").get(list).json(), json!([]));
    assert_eq!((client.get(list).status, got("hf_stranger", list), got("hf_admin", list)), (401, 403, 200));
    assert_eq!(each(&format!("{list}/{id}")), [200, 200, 200, 404, 403]);
    let brief = json!({ "id": id, "name": "speech", "numUsers": 2 });
    let info = client.token("hf_reader").get("/api/datasets/acme/strict?expand=resourceGroup").json();
    assert_eq!(info["resourceGroup"], brief);
    assert_eq!(client.token("hf_reader").get("/api/whoami-v2").json()["orgs"][0]["resourceGroups"][0]["role"], "admin");
    // Admins of the organization move repos in and out.
    let of = "/api/datasets/acme/calls/resource-group";
    assert_eq!(client.token("hf_admin").get(of).error().2, "Resource group not found");
    let assign = |token: &str, group: &serde_json::Value| {
        client.token(token).post(of, &json!({ "resourceGroupId": group })).status
    };
    let (group, none) = (json!(id), json!("0".repeat(24)));
    assert_eq!(["hf_writer", "hf_reader", "hf_admin"].map(|who| assign(who, &group)), [403, 403, 200]);
    assert_eq!((assign("hf_admin", &none), client.post(of, &json!({})).status), (404, 401));
    assert_eq!(client.token("hf_reader").get(of).json(), brief);
    assert_eq!(assign("hf_admin", &json!(null)), 200);
    // Who does more than read in the group makes repos in it.
    let create = |token: &str, group: &serde_json::Value| {
        let body = json!({ "name": "made", "organization": "acme", "type": "dataset", "resourceGroupId": group });
        client.token(token).post("/api/repos/create", &body).status
    };
    assert_eq!(["hf_contributor", "hf_writer", "hf_reader"].map(|who| create(who, &group)), [403, 403, 200]);
    assert_eq!(create("hf_admin", &none), 404);
}

// fidelity: resource-groups
#[test]
fn a_resource_group_gives_roles_in_its_collections() {
    let groups = "plan: enterprise\n    resource_groups:\n      - { name: speech, members: [{ user: reader, role: write }, { user: contributor, role: read }] }";
    let collection = "  - { title: Talks, namespace: acme, private: true, resource_group: speech }\n";
    let hub = start(&format!("{}\n{collection}", CAST.replacen("plan: enterprise", groups, 1).trim_end()));
    let client = Client::new(&hub);
    let slugs = |token: &str| {
        let found = client.token(token).get("/api/collections?owner=acme").json();
        let slugs = found.as_array().unwrap().iter().map(|each| each["slug"].as_str().unwrap().to_owned());
        slugs.filter(|slug| slug.starts_with("acme/talks")).collect::<Vec<_>>()
    };
    let seen = ["hf_admin", "hf_reader", "hf_contributor", "hf_writer", "hf_stranger"].map(|who| slugs(who).len());
    assert_eq!(seen, [1, 1, 1, 0, 0]);
    let path = format!("/api/collections/{}", slugs("hf_admin")[0]);
    let rename = |token: &str| {
        let body = json!({ "description": token }).to_string();
        client.token(token).send("PATCH", &path, "application/json", body.as_bytes()).status
    };
    let renamed = ["hf_admin", "hf_reader", "hf_contributor", "hf_writer", "hf_stranger"].map(rename);
    assert_eq!(renamed, [200, 200, 403, 404, 404]);
    let groups = client.token("hf_admin").get("/api/organizations/acme/resource-groups").json();
    let (group, none) = (&groups[0]["id"], &json!("0".repeat(24)));
    // Admins of the organization move collections in and out.
    let assign = |token: &str, group: &serde_json::Value| {
        let body = json!({ "resourceGroupId": group });
        client.token(token).post(&format!("{path}/resource-group"), &body).status
    };
    assert_eq!(["hf_reader", "hf_contributor", "hf_writer"].map(|who| assign(who, &json!(null))), [403, 403, 404]);
    assert_eq!((assign("hf_admin", none), assign("hf_admin", &json!(null))), (404, 200));
    assert_eq!((slugs("hf_writer").len(), rename("hf_reader"), assign("hf_admin", group)), (1, 403, 200));
    // Who does more than read in the group makes collections in it; users have no groups.
    let create = |token: &str, namespace: &str, group: &serde_json::Value| {
        let body = json!({ "title": "Made", "namespace": namespace, "resourceGroupId": group });
        client.token(token).post("/api/collections", &body).status
    };
    let made = ["hf_reader", "hf_contributor", "hf_writer"].map(|who| create(who, "acme", group));
    assert_eq!(made, [200, 403, 403]);
    assert_eq!((create("hf_admin", "acme", none), create("hf_owner", "owner", group)), (404, 404));
}

// fidelity: hidden-requesters
#[test]
fn reviewers_learn_of_requesters_what_a_repo_shows() {
    for (shown, user, email) in [("shown", true, true), ("without-email", true, false), ("hidden", false, false)] {
        let hub =
            start(&CAST.replacen("- id: owner/voices\n", &format!("- id: owner/voices\n    requesters: {shown}\n"), 1));
        let owner = Client::new(&hub).token("hf_owner");
        let state = owner.get("/_mock/state").json();
        assert_eq!(owner.put("/_mock/state", &state).status, 200, "a state keeps what is shown");
        let list = "/api/datasets/owner/voices/user-access-request/pending";
        let entry = owner.get(list).json()[0].clone();
        assert_eq!((entry["user"].is_object(), entry["user"]["email"].is_string()), (user, email), "{shown}");
        let id = entry["requestId"].as_str().unwrap();
        let accept = json!({ "requestId": id, "status": "accepted" });
        assert_eq!(owner.post("/api/datasets/owner/voices/user-access-request/handle", &accept).status, 200);
        assert_eq!(owner.get(list).json(), json!([]));
        assert_eq!(Client::new(&hub).token("hf_stranger").get(list).status, 403);
        assert_eq!(Client::new(&hub).get(list).status, 401);
    }
}

#[test]
fn converted_files_are_at_a_ref_of_their_own() {
    let hub = start(&CAST.replace(
        "{ id: owner/open,",
        "{ id: owner/open, converted: { default/train/0000.parquet: { base64: UEFSMQ==, lfs: true } },",
    ));
    let client = Client::new(&hub);
    let refs = client.get("/api/datasets/owner/open/refs").json();
    assert_eq!(refs["converts"][0]["ref"], "refs/convert/parquet");
    for revision in ["refs%2Fconvert%2Fparquet", "refs/convert/parquet"] {
        let file = client.get(&format!("/datasets/owner/open/resolve/{revision}/default/train/0000.parquet"));
        assert_eq!((file.status, file.body.as_str()), (200, "PAR1"), "{revision}");
        assert_eq!(
            client.get(&format!("/api/datasets/owner/open/tree/{revision}?recursive=1")).json()[1]["type"],
            "directory"
        );
    }
    assert_eq!(client.get("/datasets/owner/open/resolve/main/default/train/0000.parquet").status, 404);
    assert_eq!(
        client.token("hf_owner").get("/api/datasets/owner/open").json()["siblings"].as_array().unwrap().len(),
        3
    );
}

// fidelity: resource-groups
#[test]
fn who_makes_repos_in_a_resource_group() {
    let groups = "plan: enterprise\n    resource_groups:\n      - { name: speech, members: [{ user: reader, role: contributor }, { user: writer, role: read }, { user: contributor, role: write }] }";
    let mut hub = Seed::parse("hub.yaml", &CAST.replacen("plan: enterprise", groups, 1)).unwrap().hub;
    let dataset = |id: &str| RepoId::new(RepoType::Dataset, id);
    let (new, group) = (dataset("acme/new"), hub.organizations[&Name::from("acme")].resource_groups[0].id);
    for (name, may) in
        [("admin", true), ("reader", true), ("contributor", true), ("writer", false), ("stranger", false)]
    {
        assert_eq!(hub.may_create_in(&Caller::user(name), &new, Some(group)), Ok(may), "{name}");
    }
    let read = Caller { rights: Rights::Token("hf_x".into(), TokenRole::Read), ..Caller::user("admin") };
    assert_eq!(hub.may_create_in(&read, &new, Some(group)), Ok(false), "not with a token that reads");
    let (nobody, unknown) = (Err(HubError::NotLoggedIn), Err(HubError::ResourceGroupNotFound));
    assert_eq!(hub.may_create_in(&Caller::default(), &new, Some(group)), nobody);
    for (id, group) in [("acme/new", ObjectId::LEAST), ("poor/new", group), ("admin/new", group)] {
        assert_eq!(hub.may_create_in(&Caller::user("admin"), &dataset(id), Some(group)), unknown, "{id}");
    }
    // Without one it is as everywhere in the organization.
    assert_eq!(
        ["writer", "reader"].map(|name| hub.may_create_in(&Caller::user(name), &new, None)),
        [Ok(true), Ok(false)]
    );
    // A user's repo is in none.
    let assigned = hub.assign_resource_group(&Caller::user("owner"), &dataset("owner/open"), Some(group));
    assert_eq!(assigned.map(|_| ()), Err(HubError::ResourceGroupNotFound));
    let calls = dataset("acme/calls");
    assert!(hub.assign_resource_group(&Caller::user("admin"), &calls, Some(group)).is_ok());
    assert_eq!(hub.resource_group_of(&calls, &hub.repos[&calls]).map(|group| &*group.name), Some("speech"));
    let writes = |name: &str| hub.writes(&name.into(), &calls, &hub.repos[&calls]);
    assert_eq!(["admin", "contributor", "writer", "reader"].map(writes), [true, true, false, false]);
}
