//! Discussions and pull requests.

use axum::extract::State;
use serde_json::{Value, json};

use crate::hub::app::Shared;
use crate::hub::state::discussion::{Discussion, DiscussionStatus, Event, EventKind};
use crate::hub::state::discussions::{NewPull, pull_ref};
use crate::hub::state::{Caller, Hub, Name, ObjectId, Repo, RepoId};
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `GET …/discussions`: the newest first.
pub(crate) async fn list(State(app): State<Shared>, caller: Caller, at: RepoPath, query: Query) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let fits = |discussion: &Discussion| {
        let is_pull = discussion.base.is_some();
        let is_open = matches!(discussion.state, DiscussionStatus::Open | DiscussionStatus::Draft);
        query.get("type").is_none_or(|kind| kind == "all" || is_pull == (kind == "pull_request"))
            && query.get("status").is_none_or(|status| status == "all" || is_open == (status == "open"))
            && query.get("author").is_none_or(|author| discussion.author == *author)
    };
    let found: Vec<(usize, &Discussion)> =
        repo.discussions.iter().enumerate().rev().filter(|(_, discussion)| fits(discussion)).collect();
    let page = query.page(found.len(), 50)?;
    let items: Vec<Value> =
        page.of(&found).iter().map(|(at, discussion)| brief(&hub, id, at + 1, discussion)).collect();
    Ok(response::json(&json!({ "discussions": items, "count": found.len(), "start": page.start() })))
}

/// `POST …/discussions`
pub(crate) async fn open(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let (id, user) = participant(&hub, &caller, &at)?;
    let title = body.text("title")?.filter(|title| !title.trim().is_empty());
    let title = title.ok_or_else(|| HttpError::missing("title"))?;
    let pull = (body.flag("pullRequest")? == Some(true)).then_some(NewPull { base: "HEAD", draft: true });
    let number = hub.open_discussion(&id, &user, title, body.text("description")?.unwrap_or_default(), pull, now)?;
    let url = format!("{}/discussions/{number}", hub.url(&id));
    Ok(response::json(&json!({ "num": number, "pullRequest": pull.is_some(), "url": url })))
}

/// `GET …/discussions/{number}`
pub(crate) async fn details(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.visible(&caller, &at.id)?;
    let number = number(&at)?;
    let discussion = repo.discussion(number)?;
    let mut reply = brief(&hub, id, number, discussion);
    reply["events"] = discussion.events.iter().map(|event| event_json(&hub, event)).collect();
    if let Some(base) = &discussion.base {
        reply["changes"] = json!({ "base": format!("refs/heads/{base}") });
        if let Some(merged) = &discussion.merged_as {
            reply["changes"]["mergeCommitId"] = json!(merged);
        }
        reply["filesWithConflicts"] = json!([]);
        reply["diff"] = json!(diff(repo, base, number));
    }
    Ok(response::json(&reply))
}

/// The files that a pull request touches, as `git diff --name-status` names them.
fn diff(repo: &Repo, base: &str, number: usize) -> String {
    let (ours, theirs) = (repo.files.resolve(base), repo.files.resolve(&pull_ref(number)));
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return String::new() };
    let from = repo.files.merge_base(ours, theirs);
    let changes = repo.files.changes(from, theirs);
    changes.iter().map(|(path, change)| format!("{change:?}\t{path}\n")).collect::<Vec<_>>().concat()
}

/// `POST …/discussions/{number}/comment`
pub(crate) async fn comment(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let text = body.text("comment")?.ok_or_else(|| HttpError::missing("comment"))?;
    let event = post_event(&app, &caller, &at, EventKind::Comment { text: text.to_owned(), edited: false })?;
    Ok(response::json(&json!({ "newMessage": event })))
}

/// `POST …/discussions/{number}/comment/{comment}/edit`, for its author and who may write.
pub(crate) async fn edit(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    let (id, user) = participant(&hub, &caller, &at)?;
    let comment = ObjectId::parse(at.get("comment")).ok_or_else(|| HttpError::not_found("Comment not found"))?;
    let text = body.text("content")?.ok_or_else(|| HttpError::missing("content"))?;
    let number = number(&at)?;
    let events = &hub.visible(&caller, &id)?.1.discussion(number)?.events;
    if events.iter().any(|event| event.id == comment && event.author != user) {
        hub.writable(&caller, &id)?;
    }
    let event = hub.edit_comment(&id, number, comment, text)?;
    Ok(response::json(&json!({ "updatedComment": event_json(&hub, &event) })))
}

/// `POST …/discussions/{number}/title`
pub(crate) async fn title(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let to = body.text("title")?.ok_or_else(|| HttpError::missing("title"))?.trim().to_owned();
    let from = app.hub().visible(&caller, &at.id)?.1.discussion(number(&at)?)?.title.clone();
    let event = post_event(&app, &caller, &at, EventKind::TitleChange { from, to })?;
    Ok(response::json(&json!({ "newTitle": event })))
}

/// `POST …/discussions/{number}/status`
pub(crate) async fn status(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let state = body.choice("status", &[("open", DiscussionStatus::Open), ("closed", DiscussionStatus::Closed)])?;
    let state = state.ok_or_else(|| HttpError::missing("status"))?;
    let event = post_event(&app, &caller, &at, EventKind::StatusChange(state))?;
    if let Some(text) = body.text("comment")? {
        post_event(&app, &caller, &at, EventKind::Comment { text: text.to_owned(), edited: false })?;
    }
    Ok(response::json(&json!({ "newStatus": event })))
}

/// `POST …/discussions/{number}/merge`
pub(crate) async fn merge(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let id = hub.writable(&caller, &at.id)?.0.clone();
    let user = caller.required()?.clone();
    hub.merge_pull(&id, number(&at)?, &user, now)?;
    Ok(response::json(&json!({ "success": true })))
}

fn post_event(app: &Shared, caller: &Caller, at: &RepoPath, what: EventKind) -> Result<Value, HttpError> {
    let (mut hub, now) = app.hub_now();
    let (id, user) = participant(&hub, caller, at)?;
    let number = number(at)?;
    let own = hub.visible(caller, &id)?.1.discussion(number)?.author == user;
    if !own && !matches!(what, EventKind::Comment { .. }) {
        hub.writable(caller, &id)?;
    }
    let event = hub.add_event(&id, number, &user, what, now)?;
    Ok(event_json(&hub, &event))
}

/// The repo and the user, for somebody who takes part in its discussions: everybody who sees it and may write something.
fn participant(hub: &Hub, caller: &Caller, at: &RepoPath) -> Result<(RepoId, Name), HttpError> {
    let (id, repo) = hub.visible(caller, &at.id)?;
    let user = caller.required()?;
    if repo.discussions_disabled {
        return Err(HttpError::new(403, "Discussions are disabled for this repo"));
    }
    if !caller.may_propose() {
        return Err(HttpError::forbidden());
    }
    Ok((id.clone(), user.clone()))
}

fn number(at: &RepoPath) -> Result<usize, HttpError> {
    at.get("number").parse().map_err(|_| HttpError::not_found("Discussion not found"))
}

fn brief(hub: &Hub, id: &RepoId, number: usize, discussion: &Discussion) -> Value {
    json!({
        "num": number,
        "title": discussion.title,
        "status": discussion.state,
        "isPullRequest": discussion.base.is_some(),
        "author": author(hub, &discussion.author),
        "createdAt": discussion.created_at,
        "numComments": discussion.events.len(),
        "repo": { "name": id.id, "type": id.noun() },
        "pinned": false,
    })
}

fn author(hub: &Hub, name: &Name) -> Value {
    json!({ "name": name, "fullname": hub.fullname(name), "type": "user" })
}

fn event_json(hub: &Hub, event: &Event) -> Value {
    let (kind, data) = match &event.what {
        EventKind::Comment { text, edited } => {
            ("comment", json!({ "edited": edited, "hidden": false, "latest": { "raw": text, "updatedAt": event.at } }))
        }
        EventKind::StatusChange(state) => ("status-change", json!({ "status": state })),
        EventKind::TitleChange { from, to } => ("title-change", json!({ "from": from, "to": to })),
        EventKind::Commit { subject, oid } => ("commit", json!({ "subject": subject, "oid": oid })),
    };
    json!({ "id": event.id, "type": kind, "author": author(hub, &event.author), "createdAt": event.at, "data": data })
}
