//! Repos that are made and moved: what leads to them, and what moves along.

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::files::NewFile;
use cardlint::hub::state::{Caller, Hub, HubError, RepoId, Time};

use crate::hub_client::CAST;

fn hub() -> Hub {
    Seed::parse("hub.yaml", CAST).unwrap().hub
}

fn dataset(id: &str) -> RepoId {
    RepoId::new(RepoType::Dataset, id)
}

#[test]
fn old_names_lead_to_a_repo_until_another_takes_them() {
    let mut hub = hub();
    let number = hub.repos[&dataset("owner/open")].id;
    for (from, to) in [("owner/open", "owner/b"), ("owner/b", "owner/c")] {
        hub.move_repo(&dataset(from), dataset(to));
    }
    for name in ["owner/open", "owner/b", "owner/c"] {
        assert_eq!(hub.follow(&dataset(name)), dataset("owner/c"), "{name}");
    }
    assert_eq!(hub.moved_to(&dataset("owner/c")), None);
    assert_eq!(hub.follow(&RepoId::new(RepoType::Model, "owner/b")), RepoId::new(RepoType::Model, "owner/b"));
    assert_eq!(hub.repos[&dataset("owner/c")].id, number);
    assert!(!hub.repos.contains_key(&dataset("owner/open")));
    // Another takes an old name.
    hub.add_repo(dataset("Owner/B"), None, Time::default()).unwrap();
    assert_eq!(hub.moved_to(&dataset("owner/b")), None);
    assert_eq!(hub.follow(&dataset("owner/open")), dataset("owner/c"));
    assert_eq!(hub.add_repo(dataset("owner/b"), None, Time::default()), Err(HubError::RepoExists(dataset("owner/b"))));
    // One moves back.
    hub.move_repo(&dataset("owner/c"), dataset("owner/open"));
    assert_eq!(hub.moved_to(&dataset("owner/open")), None);
    assert_eq!(hub.follow(&dataset("owner/c")), dataset("owner/open"));
    // What is not there does not move.
    let before = hub.clone();
    hub.move_repo(&dataset("owner/none"), dataset("owner/some"));
    assert_eq!(hub, before);
}

#[test]
fn a_name_may_change_its_case() {
    let mut hub = hub();
    hub.move_repo(&dataset("owner/open"), dataset("owner/Open"));
    let (id, _) = hub.visible(&Caller::default(), &dataset("owner/open")).unwrap();
    assert_eq!(id.id.as_str(), "owner/Open");
    assert!(hub.moved.is_empty(), "it does not lead to itself");
}

// fidelity: gate-group
#[test]
fn a_repo_stays_in_its_gating_group_when_it_moves() {
    let mut hub = hub();
    hub.move_repo(&dataset("acme/group-one"), dataset("acme/one"));
    assert!(hub.group_of(&dataset("acme/one")).is_some());
    assert!(hub.group_of(&RepoId::new(RepoType::Model, "acme/group-two")).is_some(), "and so do the others");
}

#[test]
fn a_new_repo_begins_with_a_commit_of_its_owner() {
    let (mut hub, id) = (hub(), dataset("owner/new"));
    let now = Time::from_milliseconds(1_700_000_000_000);
    let repo = hub.add_repo(id.clone(), Some("owner".into()), Time::default()).unwrap();
    assert_eq!((repo.files.resolve("main"), Hub::card(RepoType::Dataset, repo).is_none()), (None, true));
    let card = NewFile { path: "README.md".into(), bytes: b"---\nlicense: mit\n---\n# Hi\n".to_vec(), lfs: None };
    hub.fill(&id, vec![card], now).unwrap();
    let repo = &hub.repos[&id];
    let head = repo.files.resolve("HEAD").unwrap();
    let commit = repo.files.commit_info(head).unwrap();
    assert_eq!((commit.author.as_str(), commit.date, repo.last_modified), ("owner", now, now));
    assert_eq!(repo.created_at, Time::default());
    assert!(repo.unparsed_card(RepoType::Dataset, head).is_none(), "its card is read already");
    assert_eq!(Hub::card(RepoType::Dataset, repo).unwrap().body, "# Hi\n");
    assert_eq!(hub.fill(&dataset("owner/none"), Vec::new(), now), Err(HubError::RepoNotFound { anonymous: false }));
}
