//! What the state of the mock Hub lets whom do, asked without HTTP: reviews, settings, groups, who sees what.

use std::sync::Arc;

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::cards::{Cards, ParsedCard};
use cardlint::hub::state::error::GroupRule;
use cardlint::hub::state::groups::{CollectionPatch, GatingPatch};
use cardlint::hub::state::mail::Frequency;
use cardlint::hub::state::review::{Decision, LONGEST_REASON, Whom};
use cardlint::hub::state::settings::SettingsPatch;
use cardlint::hub::state::{Caller, Gated, Hub, HubError, RepoId, Rights, Status, Time, TokenRole};

use crate::hub_client::CAST;

const EVERYBODY: [&str; 6] = ["owner", "stranger", "admin", "writer", "contributor", "reader"];

fn hub() -> Hub {
    Seed::parse("hub.yaml", CAST).unwrap().hub
}

fn dataset(id: &str) -> RepoId {
    RepoId::new(RepoType::Dataset, id)
}

fn nobody() -> Caller {
    Caller::default()
}

fn user(name: &str) -> Caller {
    Caller::user(name)
}

fn with_read_token(name: &str) -> Caller {
    Caller { rights: Rights::Token("hf_x".into(), TokenRole::Read), ..user(name) }
}

#[test]
fn a_reason_has_at_most_200_characters() {
    assert_eq!(LONGEST_REASON, 200);
    let voices = dataset("owner/voices");
    for (length, taken) in [(200, true), (201, false)] {
        let mut hub = hub();
        // Characters, not bytes.
        let decision = Decision { to: Status::Rejected, reason: Some("ü".repeat(length)) };
        let whom = Whom::Name("requester".into());
        let done = hub.review(&user("owner"), &voices, &whom, &decision, Time::default());
        assert_eq!(done, if taken { Ok(()) } else { Err(HubError::ReasonTooLong { longest: 200 }) });
        let stored = hub.repos[&voices].gate.requests.get(&"requester".into()).unwrap();
        assert_eq!(stored.reason().map(|reason| reason.chars().count()), taken.then_some(length));
        let several = hub.review_all(&user("owner"), &voices, &[whom], &decision, Time::default());
        assert_eq!(several.is_ok(), taken);
    }
}

// fidelity: review-rights
#[test]
fn only_who_writes_a_repo_reviews_and_grants() {
    let calls = dataset("acme/calls");
    let decision = Decision { to: Status::Accepted, reason: None };
    let whom = Whom::Name("stranger".into());
    for name in EVERYBODY {
        let may = ["admin", "writer"].contains(&name);
        let expected = if may { Ok(()) } else { Err(HubError::Forbidden) };
        assert_eq!(hub().grant(&user(name), &calls, &whom, Time::default()), expected, "{name}");
        let reviewed = hub().review_all(&user(name), &calls, &[], &decision, Time::default());
        assert_eq!(reviewed.map(|_| ()), expected, "{name}");
    }
    assert_eq!(hub().grant(&nobody(), &calls, &whom, Time::default()), Err(HubError::NotLoggedIn));
    assert_eq!(hub().grant(&with_read_token("admin"), &calls, &whom, Time::default()), Err(HubError::Forbidden));
    let open = hub().grant(&user("owner"), &dataset("owner/open"), &whom, Time::default());
    assert_eq!(open, Err(HubError::NotGated(dataset("owner/open"))));
}

// fidelity: gate-organization
#[test]
fn who_made_a_repo_passes_its_gate_though_members_have_to_ask() {
    let (mut hub, strict) = (hub(), dataset("acme/strict"));
    let passes = |hub: &Hub, name: &str| hub.readable(&user(name), &strict).is_ok();
    for name in ["writer", "contributor", "reader"] {
        assert!(!passes(&hub, name), "{name}");
    }
    assert!(passes(&hub, "admin"));
    hub.repos.get_mut(&strict).unwrap().created_by = Some("contributor".into());
    assert!(passes(&hub, "contributor"));
    assert!(!passes(&hub, "writer"));
    // Who is no longer a member has no more right than others.
    hub.repos.get_mut(&strict).unwrap().created_by = Some("stranger".into());
    assert!(!passes(&hub, "stranger"));
    let calls = dataset("acme/calls");
    assert!(hub.readable(&user("reader"), &calls).is_ok(), "members pass where they are not gated");
    assert!(hub.readable(&user("stranger"), &calls).is_err());
}

// fidelity: repo-unknown
#[test]
fn a_private_repo_is_its_owners_and_the_members() {
    let (mut hub, calls) = (hub(), dataset("acme/calls"));
    hub.repos.get_mut(&calls).unwrap().private = true;
    for name in EVERYBODY {
        let member = ["admin", "writer", "contributor", "reader"].contains(&name);
        let unknown = Err(HubError::RepoNotFound { anonymous: false });
        let expected = if member { Ok(()) } else { unknown };
        assert_eq!(hub.visible(&user(name), &calls).map(|_| ()), expected, "{name}");
    }
    let anonymous = Err(HubError::RepoNotFound { anonymous: true });
    assert_eq!(hub.visible(&nobody(), &calls).map(|_| ()), anonymous);
    let secret = dataset("owner/secret");
    assert!(hub.visible(&user("owner"), &secret).is_ok());
    assert!(hub.visible(&user("admin"), &secret).is_err());
    let narrow = TokenRole::FineGrained { scopes: Vec::new(), can_read_gated_repos: true };
    let narrow = Caller { rights: Rights::Token("hf_x".into(), narrow), ..user("owner") };
    assert!(hub.visible(&narrow, &secret).is_err(), "a token that does not name it");
}

/// The slug of the gating group, and that of a collection of `owner`'s own.
fn slugs(hub: &mut Hub) -> (String, String) {
    let (id, mut group) = hub.collections.iter().next().map(|(id, group)| (*id, group.clone())).unwrap();
    let theirs = group.slug(id);
    let own = hub.next_id();
    group.namespace = "owner".into();
    group.items.clear();
    group.gate = cardlint::hub::state::gate::Gate::default();
    let slug = group.slug(own);
    hub.collections.insert(own, group);
    (theirs, slug)
}

fn gating(mode: Gated) -> CollectionPatch {
    let gating = GatingPatch { mode: Some(mode), ..GatingPatch::default() };
    CollectionPatch { gating: Some(gating), ..CollectionPatch::default() }
}

// fidelity: group-settings
#[test]
fn admins_of_the_organization_change_its_groups() {
    let mut hub = hub();
    let (group, own) = slugs(&mut hub);
    let mode = |hub: &Hub| hub.collection_by_slug(&group).unwrap().1.gate.mode;
    for name in EVERYBODY {
        let before = mode(&hub);
        let other = if before == Gated::Auto { Gated::Manual } else { Gated::Auto };
        let done = hub.change_collection(&user(name), &group, gating(other), Time::default()).map(|_| ());
        let expected = if name == "admin" { Ok(()) } else { Err(HubError::Forbidden) };
        assert_eq!(done, expected, "{name}");
        assert_eq!(mode(&hub), if name == "admin" { other } else { before }, "{name}");
    }
    let change = |hub: &mut Hub, caller: &Caller, slug: &str, patch| {
        hub.change_collection(caller, slug, patch, Time::default()).map(|_| ())
    };
    assert_eq!(change(&mut hub, &nobody(), &group, gating(Gated::No)), Err(HubError::NotLoggedIn));
    assert_eq!(change(&mut hub, &with_read_token("admin"), &group, gating(Gated::No)), Err(HubError::Forbidden));
    assert_eq!(change(&mut hub, &user("admin"), &group, gating(Gated::No)), Ok(()));
    assert_eq!(mode(&hub), Gated::No);
    // A user's own collection is theirs, and cannot be a group.
    let no_group = Err(HubError::Group(GroupRule::NoOrganization));
    assert_eq!(change(&mut hub, &user("owner"), &own, gating(Gated::Manual)), no_group);
    assert_eq!(change(&mut hub, &user("owner"), &own, gating(Gated::No)), Ok(()));
    assert_eq!(change(&mut hub, &user("admin"), &own, gating(Gated::No)), Err(HubError::Forbidden));
}

#[test]
fn members_who_do_more_than_read_make_repos_and_collections() {
    let hub = hub();
    let new = dataset("acme/new");
    for name in EVERYBODY {
        let may = ["admin", "writer", "contributor"].contains(&name);
        assert_eq!(hub.may_create(&user(name), &new), may, "{name}");
        assert_eq!(hub.edits_collections(&user(name), &"acme".into(), None).unwrap(), may, "{name}");
        assert_eq!(hub.sets_gates(&user(name), &"acme".into()), name == "admin", "{name}");
    }
    assert!(!hub.may_create(&nobody(), &new));
    assert!(!hub.may_create(&with_read_token("admin"), &new));
    assert!(
        hub.may_create(&user("owner"), &dataset("owner/new")) && !hub.may_create(&user("admin"), &dataset("owner/new"))
    );
    assert!(
        hub.sets_gates(&with_read_token("admin"), &"acme".into()),
        "it reads what admins read, and changes nothing"
    );
}

#[test]
fn a_change_of_a_collection_is_made_as_a_whole_or_not_at_all() {
    let mut hub = hub();
    let (group, _) = slugs(&mut hub);
    let gating = GatingPatch { email: Some("nowhere".into()), mode: Some(Gated::Auto), ..GatingPatch::default() };
    let patch = CollectionPatch { title: Some("Other".into()), gating: Some(gating), ..CollectionPatch::default() };
    let before = hub.collections.clone();
    let done = hub.change_collection(&user("admin"), &group, patch, Time::default());
    assert_eq!(done, Err(HubError::InvalidEmail("nowhere".into())));
    assert_eq!(hub.collections, before);
    let more = CollectionPatch {
        title: Some("Other".into()),
        description: Some("About".into()),
        private: Some(true),
        theme: Some("blue".into()),
        gating: None,
    };
    let id = hub.change_collection(&user("writer"), &group, more, Time::from_milliseconds(7)).unwrap();
    let changed = &hub.collections[&id];
    assert_eq!((changed.title.as_str(), changed.description.as_deref()), ("Other", Some("About")));
    assert_eq!((changed.private, changed.theme.as_deref()), (true, Some("blue")));
    assert_eq!(changed.last_updated, Time::from_milliseconds(7));
    assert_eq!(changed.gate.mode, Gated::Manual, "what is not named stays");
    // It is private now: others do not learn that it is there.
    let unseen = hub.change_collection(&user("stranger"), &group, CollectionPatch::default(), Time::default());
    assert_eq!(unseen, Err(HubError::CollectionNotFound));
}

#[test]
fn an_address_for_notifications_is_one_or_the_default() {
    let voices = dataset("owner/voices");
    let patch = |email: &str| SettingsPatch {
        email: Some(email.to_owned()),
        frequency: Some(Frequency::RealTime),
        gated: Some(Gated::Auto),
        private: Some(true),
        org_members_gated: Some(true),
        discussions_disabled: Some(true),
    };
    let long = format!("{}@example.com", "a".repeat(250));
    let wrong = ["not an address", "a@b", "@example.com", "a b@example.com", "a@example.com\n", "example.com"];
    for wrong in wrong.into_iter().chain(["a@@example.com", "a@example..com", "a@.", &long]) {
        let mut hub = hub();
        let before = hub.clone();
        let done = hub.change_settings(&user("owner"), &voices, patch(wrong));
        assert_eq!(done, Err(HubError::InvalidEmail(wrong.to_owned())));
        assert_eq!(hub, before, "{wrong}");
    }
    let mut hub = hub();
    hub.change_settings(&user("owner"), &voices, patch("gate@example.com")).unwrap();
    let repo = &hub.repos[&voices];
    assert_eq!(repo.gate.notifications.email.as_deref(), Some("gate@example.com"));
    assert_eq!((repo.gate.mode, repo.gate.notifications.mode), (Gated::Auto, Frequency::RealTime));
    assert!(repo.private && repo.org_members_gated && repo.discussions_disabled);
    hub.change_settings(&user("owner"), &voices, SettingsPatch::default()).unwrap();
    assert_eq!(hub.repos[&voices].gate.notifications.email.as_deref(), Some("gate@example.com"));
    hub.change_settings(
        &user("owner"),
        &voices,
        SettingsPatch { email: Some(String::new()), ..SettingsPatch::default() },
    )
    .unwrap();
    assert_eq!(hub.repos[&voices].gate.notifications.email, None);
    let done = hub.change_settings(&user("accepted"), &voices, SettingsPatch::default());
    assert_eq!(done, Err(HubError::RepoNotFound { anonymous: false }), "it is private now");
}

// fidelity: ask-fields
#[test]
fn a_form_that_is_rejected_keeps_what_is_wrong_with_each_field() {
    let mut hub = hub();
    let posted = [("Company".to_owned(), "ACME".to_owned()), ("Country".to_owned(), "XX".to_owned())];
    let done = hub.ask(&user("stranger"), &dataset("owner/form"), &posted, Time::default());
    let Err(HubError::Form(error)) = done else { panic!("{done:?}") };
    let labels: Vec<&str> = error.problems.iter().map(|problem| problem.label.as_str()).collect();
    assert_eq!(labels, ["Country", "Born", "Use", "I agree"]);
}

#[test]
fn a_card_is_parsed_once() {
    let hub = hub();
    let form = dataset("owner/form");
    let card = || Hub::card(RepoType::Dataset, &hub.repos[&form]).unwrap();
    assert!(Arc::ptr_eq(&card(), &card()));
    let clone = hub.clone();
    let there = Hub::card(RepoType::Dataset, &clone.repos[&form]).unwrap();
    assert!(Arc::ptr_eq(&card(), &there), "a snapshot parses nothing again");
    let head = hub.repos[&form].files.resolve("main").unwrap();
    assert!(hub.repos[&form].unparsed_card(RepoType::Dataset, head).is_none(), "the seed has parsed it");
    // One that a test puts in place is parsed beside the state, and then kept.
    let mut repo = hub.repos[&form].clone();
    repo.cards = Cards::default();
    let unparsed = repo.unparsed_card(RepoType::Dataset, head).unwrap();
    unparsed.parse();
    assert!(repo.unparsed_card(RepoType::Dataset, head).is_none());
    assert_eq!(Hub::card(RepoType::Dataset, &repo).unwrap().form, card().form);
    assert_eq!(repo, hub.repos[&form], "which makes no difference");
}

#[test]
fn a_card_has_metadata_where_the_hub_can_read_it() {
    for (text, metadata, problem, body) in [
        ("---\nlicense: mit\n---\n# Hi\n", Some(1), None, "# Hi\n"),
        ("# Hi\n", None, Some(1), "# Hi\n"),
        ("---\nlicense: mit\nv: =\n---\n# Hi\n", Some(2), Some(3), "# Hi\n"),
        ("---\nlicense: mit\nx: [\n---\n# Hi\n", None, Some(3), "# Hi\n"),
        ("---\n- a\n---\n# Hi\n", None, Some(2), "# Hi\n"),
    ] {
        let card = ParsedCard::parse(RepoType::Dataset, text);
        let found = (card.metadata.map(|all| all.len()), card.problem.map(|(line, _)| line), card.body.as_str());
        assert_eq!(found, (metadata, problem, body), "{text:?}");
    }
}

#[test]
fn asking_again_checks_nothing_and_tells_nobody() {
    let (mut hub, form) = (hub(), dataset("owner/form"));
    let answers = [("Company", "A"), ("Country", "PT"), ("Born", "2000-01-01"), ("Use", "other"), ("I agree", "on")];
    let answers = answers.map(|(label, answer)| (label.to_owned(), answer.to_owned()));
    hub.ask(&user("stranger"), &form, &answers, Time::default()).unwrap();
    let once = hub.clone();
    assert_eq!(once.outbox.len(), 1);
    assert_eq!(hub.ask(&user("stranger"), &form, &[], Time::from_milliseconds(5)), Ok(()));
    assert_eq!(hub, once);
}

#[test]
fn a_reason_is_kept_for_a_rejection_and_a_reset_alone() {
    let voices = dataset("owner/voices");
    for (to, kept) in [(Status::Rejected, true), (Status::Reset, true), (Status::Accepted, false)] {
        let mut hub = hub();
        let decision = Decision { to, reason: Some("because".into()) };
        hub.review(&user("owner"), &voices, &Whom::Name("requester".into()), &decision, Time::default()).unwrap();
        let request = hub.repos[&voices].gate.requests.get(&"requester".into()).unwrap();
        assert_eq!(request.reason(), kept.then_some("because"), "{to:?}");
        assert_eq!(request.granted_by(), (to == Status::Accepted).then_some(&"owner".into()));
    }
}

#[test]
fn the_first_five_admins_hear_of_a_request() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let users: String = names.map(|name| format!("{{ name: {name} }}, ")).concat();
    let members: String = names[1..].iter().map(|name| format!("{{ user: {name}, role: admin }}, ")).collect();
    let seed = format!(
        "users: [{users}{{ name: z }}]\norganizations:\n  - {{ name: acme, members: [{{ user: a, role: write }}, {members}] }}\n\
         repos: [{{ id: acme/v, gated: manual, notifications: {{ mode: real-time }} }}]\n"
    );
    let mut hub = Seed::parse("hub.yaml", &seed).unwrap().hub;
    hub.ask(&user("z"), &dataset("acme/v"), &[], Time::default()).unwrap();
    let told = ["b", "c", "d", "e", "f"].map(|name| format!("{name}@example.com"));
    assert_eq!(hub.outbox[0].to, told);
}
