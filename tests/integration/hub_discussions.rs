//! Discussions and pull requests over HTTP: what is said in them, and what they change.

use cardlint::card::RepoType;
use cardlint::hub::state::discussion::{DiscussionStatus, Event, EventKind};
use cardlint::hub::state::discussions::{NewPull, pull_ref};
use cardlint::hub::state::files::{FileEdit, Signature};
use cardlint::hub::state::{Caller, Hub, HubError, Name, RepoId, Rights, Time, TokenRole};
use cardlint::hub::{MockHub, Seed};
use serde_json::{Value, json};

use crate::hub_client::{CAST, Client, cast};

const OPEN: &str = "/api/datasets/owner/open";

/// A discussion that a stranger has opened.
fn opened(hub: &MockHub) -> (Client, String) {
    let stranger = Client::new(hub).token("hf_stranger");
    let list = format!("{OPEN}/discussions");
    let made = stranger.post(&list, &json!({ "title": "A title", "description": "And more" })).json();
    assert_eq!((&made["num"], &made["pullRequest"]), (&json!(1), &json!(false)));
    (stranger, format!("{list}/1"))
}

#[test]
fn a_comment_is_edited_by_its_id() {
    let hub = cast();
    let (stranger, discussion) = opened(&hub);
    let say = |text: &str| {
        let said = stranger.post(&format!("{discussion}/comment"), &json!({ "comment": text })).json();
        said["newMessage"]["id"].as_str().unwrap().to_owned()
    };
    let (one, two) = (say("one"), say("two"));
    let edit = |id: &str| stranger.post(&format!("{discussion}/comment/{id}/edit"), &json!({ "content": "again" }));
    assert_eq!(edit(&two).json()["updatedComment"]["data"]["latest"]["raw"], "again");
    let details = stranger.get(&discussion).json();
    let comments: Vec<(&Value, &Value)> = details["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (&event["data"]["latest"]["raw"], &event["data"]["edited"]))
        .collect();
    assert_eq!(
        comments,
        [(&json!("And more"), &json!(false)), (&json!("one"), &json!(false)), (&json!("again"), &json!(true))]
    );
    assert_eq!(edit("000000000000000000000001").status, 404);
    let renamed = stranger.post(&format!("{discussion}/title"), &json!({ "title": "Another" })).json();
    assert_eq!(edit(renamed["newTitle"]["id"].as_str().unwrap()).status, 404, "that is no comment");
    assert_eq!(edit(&one).status, 200);
    let edit_as = |token: &str| {
        let client = Client::new(&hub).token(token);
        client.post(&format!("{discussion}/comment/{one}/edit"), &json!({ "content": "mine" })).status
    };
    assert_eq!([edit_as("hf_reader"), edit_as("hf_owner")], [403, 200]);
}

#[test]
fn its_author_and_who_may_write_rename_and_close_it() {
    let hub = cast();
    let (stranger, discussion) = opened(&hub);
    let other = Client::new(&hub).token("hf_reader");
    let to = |client: &Client, what: &str, body: Value| client.post(&format!("{discussion}/{what}"), &body).status;
    assert_eq!(to(&other, "comment", json!({ "comment": "I agree" })), 200);
    assert_eq!(to(&other, "title", json!({ "title": "Mine" })), 403);
    assert_eq!(to(&other, "status", json!({ "status": "closed" })), 403);
    assert_eq!(to(&stranger, "title", json!({ "title": "Another" })), 200);
    assert_eq!(
        to(&Client::new(&hub).token("hf_owner"), "status", json!({ "status": "closed", "comment": "Done" })),
        200
    );
    let list = |query: &str| {
        let list = other.get(&format!("{OPEN}/discussions?{query}")).json();
        list["discussions"].as_array().unwrap().iter().map(|each| each["title"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list("status=closed"), ["Another"]);
    assert_eq!(list("status=open"), [""; 0]);
    assert_eq!(list("author=stranger&type=discussion"), ["Another"]);
    assert_eq!(list("type=pull_request"), [""; 0]);
    assert_eq!(list("author=owner"), [""; 0]);
}

#[test]
fn a_pull_request_names_the_files_that_it_changes() {
    let hub = cast();
    let stranger = Client::new(&hub).token("hf_stranger");
    let file = |path: &str| json!({ "key": "file", "value": { "path": path, "content": "new", "encoding": "utf-8" } });
    let lines = [
        json!({ "key": "header", "value": { "summary": "Three files", "description": "" } }),
        file("README.md"),
        file("b.txt"),
        json!({ "key": "deletedFile", "value": { "path": "a.txt" } }),
    ];
    let body = lines.map(|line| line.to_string()).join("\n");
    let path = format!("{OPEN}/commit/main?create_pr=1");
    assert_eq!(stranger.send("POST", &path, "application/x-ndjson", body.as_bytes()).status, 200);
    let pull = stranger.get(&format!("{OPEN}/discussions/1")).json();
    assert_eq!(pull["diff"], "Modified\tREADME.md\nDeleted\ta.txt\nAdded\tb.txt\n");
    let raw = stranger.get(&format!("{OPEN}/compare/main..refs%2Fpr%2F1")).body;
    let letters: Vec<_> = raw.lines().filter_map(|line| line.rsplit_once(' ')).map(|(_, changed)| changed).collect();
    assert_eq!(letters, ["M\tREADME.md", "D\ta.txt", "A\tb.txt"]);
}

fn at(milliseconds: i64) -> Time {
    Time::from_milliseconds(milliseconds)
}

/// The state of the cast, and in `owner/open` a discussion, a pull request, and one without commits, of `stranger`.
fn with_pulls() -> (Hub, RepoId) {
    let mut hub = Seed::parse("hub.yaml", CAST).unwrap().hub;
    let open = RepoId::new(RepoType::Dataset, "owner/open");
    for (pull, number) in [(None, 1), (Some(false), 2), (Some(true), 3)] {
        let pull = pull.map(|draft| NewPull { base: if draft { "refs/heads/main" } else { "HEAD" }, draft });
        let opened = hub.open_discussion(&open, &"stranger".into(), " A title ", "And more", pull, at(5));
        assert_eq!(opened, Ok(number));
    }
    (hub, open)
}

/// Commits a file to a pull request as its author.
fn push(hub: &mut Hub, id: &RepoId, number: usize, path: &str) {
    let who = Signature { name: "stranger".into(), email: "stranger@example.com".into(), time: at(6) };
    let repo = hub.repo_mut(id).unwrap();
    let tip = repo.files.commit_id(&pull_ref(number)).unwrap();
    let edits = [FileEdit::Put { path: path.into(), bytes: b"new".to_vec() }];
    let commit = repo.files.commit(&[tip], &edits, &who, "A file\n\nand why").unwrap();
    hub.push_to_pull(id, number, &"stranger".into(), commit, at(7)).unwrap();
}

#[test]
fn what_begins_a_discussion_or_a_pull_request() {
    let (hub, open) = with_pulls();
    let repo = &hub.repos[&open];
    let begun: Vec<_> = [1, 2, 3].map(|number| repo.discussion(number).unwrap()).into_iter().collect();
    let found: Vec<_> = begun.iter().map(|each| (each.state, each.base.as_deref())).collect();
    let main = Some("main");
    assert_eq!(
        found,
        [(DiscussionStatus::Open, None), (DiscussionStatus::Open, main), (DiscussionStatus::Draft, main)]
    );
    for each in begun {
        assert_eq!((each.title.as_str(), &each.author, each.created_at), ("A title", &"stranger".into(), at(5)));
        let [Event { author, at: when, what: EventKind::Comment { text, edited }, .. }] = &each.events[..] else {
            panic!("one comment: {each:?}")
        };
        assert_eq!((author, *when, text.as_str(), *edited), (&"stranger".into(), at(5), "And more", false));
    }
    for number in [0, 4] {
        assert_eq!(repo.discussion(number), Err(HubError::DiscussionNotFound));
    }
    let refs = ["refs/pr/1", "refs/pr/2", "refs/pr/3", "refs/pr/4", "refs/pr/x", "refs/heads/2"];
    assert_eq!(refs.map(|name| repo.pull_of_ref(name)), [None, Some(2), Some(3), None, None, None]);
    let mut hub = hub.clone();
    let pull = NewPull { base: "none", draft: false };
    let refused = hub.open_discussion(&open, &"stranger".into(), "A title", "", Some(pull), at(5));
    assert_eq!(refused, Err(HubError::RevisionNotFound("none".into())));
    assert_eq!(hub.repos[&open].discussions.len(), 3);
}

#[test]
fn only_an_open_pull_request_is_merged() {
    let (mut hub, open) = with_pulls();
    let owner = Name::from("owner");
    let merge = |hub: &mut Hub, number: usize| hub.merge_pull(&open, number, &owner, at(9));
    push(&mut hub, &open, 2, "b.txt");
    push(&mut hub, &open, 3, "c.txt");
    for (number, refused) in
        [(1, HubError::NotMergeable), (3, HubError::NotMergeable), (4, HubError::DiscussionNotFound)]
    {
        assert_eq!(merge(&mut hub, number), Err(refused));
    }
    assert_eq!(merge(&mut hub, 2), Ok(()));
    let repo = &hub.repos[&open];
    let head = repo.files.resolve("main").unwrap();
    let commit = repo.files.commit_info(head).unwrap();
    assert_eq!((commit.title.as_str(), commit.author.as_str(), commit.parents.len()), ("A title (#2)", "owner", 2));
    assert_eq!((repo.last_modified, repo.files.text(head, "b.txt").as_deref()), (at(9), Some("new")));
    let pull = repo.discussion(2).unwrap();
    assert_eq!((pull.state, pull.merged_as.as_deref()), (DiscussionStatus::Merged, Some(head.to_string().as_str())));
    let last = |number: usize, hub: &Hub| hub.repos[&open].discussion(number).unwrap().events.last().unwrap().clone();
    let pushed = &repo.discussion(2).unwrap().events[1];
    let tip = repo.files.resolve("refs/pr/2").unwrap().to_string();
    assert_eq!(pushed.what, EventKind::Commit { subject: "A file".into(), oid: tip });
    let merged = last(2, &hub);
    assert_eq!(
        (merged.author, merged.at, merged.what),
        (owner.clone(), at(9), EventKind::StatusChange(DiscussionStatus::Merged))
    );
    assert_eq!(merge(&mut hub, 2), Err(HubError::NotMergeable), "it is merged already");
    let opened = EventKind::StatusChange(DiscussionStatus::Open);
    hub.add_event(&open, 3, &owner, opened, at(10)).unwrap();
    assert_eq!(merge(&mut hub, 3), Ok(()));
    let closed = EventKind::StatusChange(DiscussionStatus::Closed);
    hub.add_event(&open, 1, &owner, closed.clone(), at(11)).unwrap();
    assert_eq!((hub.repos[&open].discussion(1).unwrap().state, last(1, &hub).what), (DiscussionStatus::Closed, closed));
}

// fidelity: push-rights
#[test]
fn who_commits_to_what() {
    let (hub, open) = with_pulls();
    let (told, denied) = (HubError::ProposeInstead, HubError::Forbidden);
    let may = |caller: &Caller, revision: &str, propose| hub.committable(caller, &open, revision, propose).map(|_| ());
    let read = |name: &str| Caller { rights: Rights::Token("hf_x".into(), TokenRole::Read), ..Caller::user(name) };
    let [owner, author, other] = ["owner", "stranger", "accepted"].map(Caller::user);
    for (caller, revision, propose, expected) in [
        (&owner, "main", false, Ok(())),
        (&owner, "refs/pr/2", false, Ok(())),
        (&author, "main", false, Err(told.clone())),
        (&author, "main", true, Ok(())),
        (&author, "refs/pr/2", false, Ok(())),
        (&author, "refs/pr/1", false, Err(told.clone())),
        (&other, "refs/pr/2", false, Err(told)),
        (&other, "refs/pr/2", true, Ok(())),
        (&read("stranger"), "refs/pr/2", false, Err(denied.clone())),
        (&read("stranger"), "main", true, Err(denied.clone())),
        (&read("owner"), "main", false, Err(denied)),
        (&Caller::default(), "main", true, Err(HubError::NotLoggedIn)),
    ] {
        assert_eq!(may(caller, revision, propose), expected, "{caller:?} {revision} {propose}");
    }
    let pushes = |caller: &Caller, refs: &[&str]| {
        let refs: Vec<String> = refs.iter().map(|name| (*name).to_owned()).collect();
        hub.pushable(caller, &open, &refs).is_ok()
    };
    assert!(pushes(&author, &["refs/pr/2"]) && !pushes(&author, &["refs/pr/2", "refs/heads/main"]));
    assert!(pushes(&owner, &["refs/heads/main", "refs/tags/v1"]) && !pushes(&Caller::default(), &[]));
}
