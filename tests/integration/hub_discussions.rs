//! Discussions and pull requests over HTTP: what is said in them, and what they change.

use cardlint::hub::MockHub;
use serde_json::{Value, json};

use crate::hub_client::{Client, cast};

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
