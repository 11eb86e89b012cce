//! Accounts, tokens and collections as the state of the mock has them: who is called what, what a token allows, who sees what.

use std::collections::BTreeMap;

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::groups::{Collection, Item};
use cardlint::hub::state::token::{Scope, Token, hashed};
use cardlint::hub::state::{Caller, Gated, Hub, HubError, Name, ObjectId, Plan, RepoId, Rights, Role, Time, TokenRole};

use serde_json::json;

use crate::hub_client::{CAST, Client, start};

fn hub() -> Hub {
    Seed::parse("hub.yaml", CAST).unwrap().hub
}

fn at(milliseconds: i64) -> Time {
    Time::from_milliseconds(milliseconds)
}

#[test]
fn a_name_is_one_accounts_whatever_its_case() {
    let mut hub = Hub::default();
    assert_eq!(hub.add_user("Ana").unwrap().as_str(), "Ana");
    assert_eq!(hub.add_organization("Acme").unwrap().as_str(), "Acme");
    for name in ["ana", "ANA", "Acme", "acme"] {
        assert_eq!(hub.add_user(name), Err(HubError::NameTaken(name.into())));
        assert_eq!(hub.add_organization(name), Err(HubError::NameTaken(name.into())));
        assert_eq!(hub.account(name).unwrap().as_str().to_lowercase(), name.to_lowercase());
        assert!(["Ana", "Acme"].contains(&hub.account(name).unwrap().as_str()), "as it was first written");
    }
    for wrong in ["", "-a", "a--b", "a b"] {
        assert_eq!(hub.add_user(wrong), Err(HubError::InvalidName(wrong.into())));
    }
    let acme = &hub.organizations[&Name::from("acme")];
    assert_eq!((acme.plan, acme.members.len(), acme.fullname(&"acme".into())), (Plan::Free, 0, "acme"));
    assert_eq!(hub.account("bo"), Err(HubError::AccountNotFound("bo".into())));
    assert_eq!(hub.log_in("ANA", "session".into()), Ok(()));
    assert_eq!(hub.sessions["session"].as_str(), "Ana");
    assert_eq!(hub.log_in("acme", "other".into()), Err(HubError::UserNotFound), "an organization does not log in");
    assert_eq!(hub.sessions.len(), 1);
}

#[test]
fn what_is_not_known_of_a_user_is_derived_from_the_name() {
    let mut hub = hub();
    hub.add_user("Zoe").unwrap();
    for (name, fullname, email) in [
        ("requester", "Rita Reader", "rita@example.com"),
        ("owner", "The Owner", "owner@example.com"),
        ("Zoe", "Zoe", "zoe@example.com"),
        ("Nobody", "Nobody", "nobody@example.com"),
    ] {
        let name = Name::from(name);
        assert_eq!((hub.fullname(&name), hub.email(&name).as_str()), (fullname, email));
        let place = hub.users.get_index_of(&name);
        assert_eq!(hub.profile(&name).id, hub.users.get(&name).map(|user| user.id));
        // Wherever it is looked for first.
        for guess in 0..=hub.users.len() {
            let (profile, found) = hub.profile_near(&name, guess);
            assert_eq!((profile.name, profile.fullname, found), (&name, fullname, place));
        }
    }
    let admin = Name::from("admin");
    let memberships: Vec<(&str, Role)> = hub.memberships(&admin).map(|(name, _, role)| (name.as_str(), role)).collect();
    assert_eq!(memberships, [("acme", Role::Admin), ("poor", Role::Admin)]);
    assert_eq!(hub.memberships(&"owner".into()).count(), 0);
    let acme = hub.organizations.get_mut(&Name::from("acme")).unwrap();
    acme.fullname = Some("Acme Inc.".into());
    assert_eq!(acme.fullname(&"acme".into()), "Acme Inc.");
}

#[test]
fn the_entity_of_a_scope_is_an_account_or_a_repo() {
    let hub = hub();
    let repo = |kind, id: &str| Some(hub.repos[&RepoId::new(kind, id)].id);
    for (entity, expected) in [
        ("owner", ("user", Some(hub.users[&Name::from("owner")].id))),
        ("ACME", ("org", Some(hub.organizations[&Name::from("acme")].id))),
        ("owner/voices", ("dataset", repo(RepoType::Dataset, "owner/voices"))),
        ("datasets/Owner/voices", ("dataset", repo(RepoType::Dataset, "owner/voices"))),
        ("owner/net", ("model", repo(RepoType::Model, "owner/net"))),
        ("owner/none", ("repo", None)),
        ("models/owner/voices", ("repo", None)),
        ("nobody", ("repo", None)),
    ] {
        assert_eq!(hub.entity(&entity.into()), expected, "{entity}");
    }
}

#[test]
fn the_repos_of_an_account_are_counted_as_far_as_one_sees_them() {
    let hub = hub();
    let counts = |owner: &str, caller: &str| hub.repo_counts(&owner.into(), &Caller::user(caller));
    assert_eq!(counts("owner", "owner"), BTreeMap::from([(RepoType::Dataset, 5), (RepoType::Model, 1)]));
    assert_eq!(counts("owner", "stranger"), BTreeMap::from([(RepoType::Dataset, 4), (RepoType::Model, 1)]));
    assert_eq!(counts("acme", "stranger"), BTreeMap::from([(RepoType::Dataset, 3), (RepoType::Model, 1)]));
    assert_eq!(counts("stranger", "stranger"), BTreeMap::new());
}

// fidelity: token-roles
#[test]
fn what_the_credentials_of_a_caller_allow() {
    let repo = RepoId::new(RepoType::Dataset, "ana/v");
    let fine = |entity: &str, permission: &str, can_read_gated_repos| TokenRole::FineGrained {
        scopes: vec![Scope { entity: entity.into(), permissions: vec![permission.to_owned()] }],
        can_read_gated_repos,
    };
    let none = |can_read_gated_repos| TokenRole::FineGrained { scopes: Vec::new(), can_read_gated_repos };
    // Writing the repo, writing everything, proposing, and passing the gate of the repo.
    let (yes, no) = (true, false);
    for (role, allowed) in [
        (None, [yes, yes, yes, yes]),
        (Some(TokenRole::Write), [yes, yes, yes, yes]),
        (Some(TokenRole::Read), [no, no, no, yes]),
        (Some(none(false)), [no, no, yes, no]),
        (Some(none(true)), [no, no, yes, yes]),
        (Some(fine("ana", "repo.write", false)), [yes, no, yes, yes]),
        (Some(fine("ana/v", "repo.write", false)), [yes, no, yes, yes]),
        (Some(fine("datasets/ana/v", "repo.write", false)), [yes, no, yes, yes]),
        (Some(fine("ana/v", "repo.content.read", false)), [no, no, yes, yes]),
        (Some(fine("models/ana/v", "repo.write", false)), [no, no, yes, no]),
        (Some(fine("ana/w", "repo.write", true)), [no, no, yes, yes]),
        (Some(fine("bo", "repo.write", false)), [no, no, yes, no]),
    ] {
        let rights = role.clone().map_or(Rights::Session, |role| Rights::Token("hf_x".into(), role));
        let caller = Caller { rights, ..Caller::user("ana") };
        let found =
            [caller.may_write(&repo), caller.may_write_all(), caller.may_propose(), caller.may_pass_gates(&repo)];
        assert_eq!(found, allowed, "{role:?}");
    }
    assert!(!Caller::default().may_propose(), "nobody proposes");
    assert_eq!(Caller::default().required(), Err(HubError::NotLoggedIn));
    assert_eq!(Caller::user("ana").required(), Ok(&"ana".into()));
}

#[test]
fn a_token_is_its_users_until_it_ends() {
    let mut hub = Hub::default();
    let (ana, bo) = (Caller::user("ana"), Caller::user("bo"));
    for (caller, secret, name, now) in [(&ana, "hf_b", "late", 2), (&ana, "hf_c", "first", 1), (&bo, "hf_a", "bo", 0)] {
        hub.create_token(caller, secret.into(), name, TokenRole::Read, at(now)).unwrap();
    }
    let nobody = hub.create_token(&Caller::default(), "hf_d".into(), "x", TokenRole::Read, at(0));
    assert_eq!(nobody, Err(HubError::NotLoggedIn));
    let names = |hub: &Hub| -> Vec<(String, String)> {
        hub.tokens_of(&"ANA".into()).into_iter().map(|(hash, token)| (hash, token.display_name())).collect()
    };
    assert_eq!(names(&hub), [(hashed("hf_c"), "first".into()), (hashed("hf_b"), "late".into())], "oldest first");
    // A hash names a token, and is none.
    assert_eq!(hashed(&hashed("hf_c")), hashed("hf_c"));
    hub.tokens.insert(hashed("hf_e"), Token::new("ana".into(), TokenRole::Write, at(3)));
    assert!(hub.token(&hashed("hf_e")).is_none() && hub.token("hf_c").is_some());
    assert_eq!(names(&hub)[2], (hashed("hf_e"), "ana-write".into()));
    hub.revoke_leaked([hashed("hf_e").as_str(), "hf_a", "hf_none"].into_iter());
    assert_eq!(hub.tokens.len(), 3);
    assert_eq!(hub.revoke_token(&bo, &hashed("hf_c")), Err(HubError::TokenNotFound));
    assert_eq!(hub.revoke_token(&ana, &hashed("hf_a")), Err(HubError::TokenNotFound));
    assert_eq!(hub.revoke_token(&ana, &hashed("hf_c")), Ok(()));
    assert_eq!(names(&hub).len(), 2);
    let mut token = Token::new("ana".into(), TokenRole::Read, at(0));
    assert!(token.is_valid(Time::from_milliseconds(i64::MAX)));
    token.expires_at = Some(at(10));
    assert_eq!([9, 10, 11].map(|now| token.is_valid(at(now))), [true, false, false]);
}

/// The gating group of the cast.
fn group(hub: &Hub) -> (ObjectId, Collection) {
    hub.collections.iter().next().map(|(id, group)| (*id, group.clone())).unwrap()
}

#[test]
fn a_collection_is_found_by_the_end_of_its_slug() {
    let hub = hub();
    let (id, mut group) = group(&hub);
    for (title, slug) in [
        ("Speech", format!("acme/speech-{id}")),
        ("  Só   Vozes & more!", format!("acme/s-vozes-more-{id}")),
        ("V2.0", format!("acme/v2-0-{id}")),
        ("声", format!("acme/{id}")),
        ("", format!("acme/{id}")),
    ] {
        group.title = title.to_owned();
        assert_eq!(group.slug(id), slug);
        assert_eq!(hub.collection_by_slug(&slug).map(|(found, _)| found), Some(id), "{slug}");
    }
    let other = ObjectId::numbered(99_999);
    for slug in [format!("owner/speech-{id}"), format!("{id}"), format!("acme/speech-{other}"), "acme/speech".into()] {
        assert_eq!(hub.collection_by_slug(&slug), None, "{slug}");
    }
    assert!(hub.collection_by_slug(&format!("ACME/anything-{id}")).is_some());
}

#[test]
fn a_private_collection_and_what_is_private_in_it_are_for_its_owners() {
    let mut hub = hub();
    let (id, mut group) = group(&hub);
    let slug = group.slug(id);
    let sees = |hub: &Hub, caller: &Caller| hub.visible_collection(caller, &slug).is_ok();
    assert!(sees(&hub, &Caller::default()));
    group.private = true;
    hub.collections.insert(id, group);
    for (name, inside) in [("admin", true), ("reader", true), ("stranger", false), ("owner", false)] {
        assert_eq!(sees(&hub, &Caller::user(name)), inside, "{name}");
    }
    assert!(!sees(&hub, &Caller::default()));
    hub.add_repo(RepoId::new(RepoType::Space, "owner/room"), None, at(0)).unwrap().private = true;
    let item = |kind: &str, item: &str| Item { id: ObjectId::LEAST, kind: kind.into(), item: item.into(), note: None };
    for (kind, of, by_owner, by_stranger) in [
        ("dataset", "owner/secret", true, false),
        ("dataset", "owner/open", true, true),
        ("model", "owner/none", false, false),
        ("paper", "2301.00010", true, true),
        ("space", "owner/room", true, false),
    ] {
        let seen = ["owner", "stranger"].map(|name| hub.sees_item(&Caller::user(name), &item(kind, of)));
        assert_eq!(seen, [by_owner, by_stranger], "{kind} {of}");
    }
}

// fidelity: gate-group
#[test]
fn a_gating_group_gates_the_repos_of_its_own_organization() {
    let mut hub = hub();
    let (id, group) = group(&hub);
    let of = |hub: &Hub, kind, repo: &str| hub.group_of(&RepoId::new(kind, repo));
    assert_eq!(of(&hub, RepoType::Dataset, "acme/group-one"), Some(id));
    assert_eq!(of(&hub, RepoType::Model, "acme/group-two"), Some(id));
    for (kind, repo) in [(RepoType::Model, "acme/group-one"), (RepoType::Dataset, "acme/calls")] {
        assert_eq!(of(&hub, kind, repo), None, "{repo}");
    }
    // Neither one that is open nor another account's.
    let mut open = group.clone();
    open.gate.mode = Gated::No;
    hub.collections.insert(id, open);
    assert_eq!(of(&hub, RepoType::Dataset, "acme/group-one"), None);
    let mut foreign = group;
    foreign.namespace = "poor".into();
    hub.collections.insert(id, foreign);
    assert_eq!(of(&hub, RepoType::Dataset, "acme/group-one"), None);
}

#[test]
fn a_collection_lists_no_repo_that_its_reader_may_not_see() {
    let hub = start(&format!(
        "{}  - title: Mixed\n    namespace: owner\n    items: [{{ id: owner/secret }}, {{ id: owner/open }}, {{ type: space, id: owner/room }}]\n",
        CAST.replace("repos:\n", "repos:\n  - { id: owner/room, type: space, private: true }\n"),
    ));
    let client = Client::new(&hub);
    let owner = client.token("hf_owner");
    let slug = client.get("/api/collections?owner=owner").json()[0]["slug"].as_str().unwrap().to_owned();
    let listed = |client: &Client| -> Vec<String> {
        let found = client.get(&format!("/api/collections/{slug}")).json();
        found["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(&owner), ["owner/secret", "owner/open", "owner/room"]);
    assert_eq!(listed(&client), ["owner/open"]);
    let page = client.get(&format!("/collections/{slug}")).body;
    assert!(page.contains("owner/open") && !page.contains("owner/secret") && !page.contains("owner/room"));
    // An entry follows the repo that it is.
    let to = json!({ "fromRepo": "owner/room", "toRepo": "owner/hall", "type": "space" });
    assert_eq!(owner.post("/api/repos/move", &to).status, 200);
    assert_eq!(listed(&owner), ["owner/secret", "owner/open", "owner/hall"]);
    // Nor does a seed have an entry that is nowhere.
    let nowhere =
        "users: [{ name: ana }]\ncollections: [{ title: X, namespace: ana, items: [{ type: space, id: ana/x }] }]\n";
    assert!(Seed::parse("hub.yaml", nowhere).unwrap_err().to_string().contains("unknown space `ana/x`"));
    // What cannot be put in leaves nothing behind.
    let made = |id: &str| {
        let item = json!({ "type": "dataset", "id": id });
        client.token("hf_stranger").post("/api/collections", &json!({ "title": "Mine", "item": item })).status
    };
    assert_eq!(made("owner/secret"), 404);
    assert_eq!(client.get("/api/collections?owner=stranger").json(), json!([]));
    assert_eq!(made("owner/open"), 200);
}
