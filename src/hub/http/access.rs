//! Asking for access and reviewing (hub-docs datasets-gated.md, live recordings).

use axum::extract::State;
use serde_json::{Value, json};

use super::Shared;
use super::answer::{self, Answer, see_other};
use super::caller::RepoPath;
use super::payload::Payload;
use crate::hub::pages::routes::AskPage;
use crate::hub::state::requests::Review;
use crate::hub::state::{Caller, Hub, HubError, Name, ObjectId, RepoId, Status, Time};

/// `GET …/auth-check`
pub(super) async fn auth_check(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> Answer {
    app.hub().readable(&caller, &repo.id)?;
    Ok(answer::text("OK"))
}

/// `GET …/auth-check/write`
pub(super) async fn auth_check_write(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> Answer {
    app.hub().writable(&caller, &repo.id)?;
    Ok(answer::text("OK"))
}

/// `POST …/user-access-request/handle`
pub(super) async fn handle(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> Answer {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let who = Who::of(&body, true)?;
    let review = review(&body, &caller, now)?;
    let id = hub.reviewable(&caller, &repo.id)?.0.clone();
    let user = who.find(&hub, &id)?;
    hub.handle_request(&id, &user, &review)?;
    Ok(answer::json(&json!({})))
}

/// `POST …/user-access-request/batch`
// fidelity: batch
pub(super) async fn batch(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> Answer {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let review = review(&body, &caller, now)?;
    let requests = body.list("requests", "", 100)?;
    let who: Vec<Who> = requests
        .iter()
        .enumerate()
        .map(|(at, entry)| Who::of(&Payload::within(entry, &format!("requests[{at}]"))?, false))
        .collect::<Result<_, _>>()?;
    let id = hub.reviewable(&caller, &repo.id)?.0.clone();
    let mut answers = Vec::new();
    for who in who {
        let (key, value) = who.key();
        let done = match who.find(&hub, &id) {
            Err(_) => Err("user_not_found"),
            Ok(user) => hub.handle_or_keep(&id, &user, &review).map_err(|_| "request_not_found"),
        };
        answers.push(match done {
            Ok(()) => json!({ key: value, "ok": true }),
            Err(why) => json!({ key: value, "ok": false, "error": why }),
        });
    }
    Ok(answer::json(&answers))
}

/// `POST …/user-access-request/grant`
pub(super) async fn grant(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> Answer {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let who = Who::of(&body, false)?;
    let id = hub.reviewable(&caller, &repo.id)?.0.clone();
    let user = who.find(&hub, &id)?;
    let by = caller.required()?;
    hub.grant_access(&id, &user, by, now)?;
    Ok(answer::json(&json!({})))
}

/// `POST …/user-access-request/cancel`: the requester's own.
pub(super) async fn cancel(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> Answer {
    app.hub_mut().cancel_request(&caller, &repo.id)?;
    Ok(answer::json(&json!({ "ok": true })))
}

/// `POST /[datasets/]{id}/ask-access`
pub(super) async fn ask(
    State(app): State<Shared>,
    caller: Caller,
    repo: RepoPath,
    reader: AskPage,
    body: Payload,
) -> Answer {
    let mut posted = Vec::new();
    for (label, value) in body.entries() {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null => continue,
            other => return Err(super::payload::expected("string", other, label)),
        };
        posted.push((label.clone(), value));
    }
    let (mut hub, now) = app.hub_now();
    if let Err(error) = hub.ask_access(&caller, &repo.id, &posted, now) {
        return reader.refused(&hub, &repo.id, &posted, error);
    }
    let (id, _) = hub.visible(&caller, &repo.id)?;
    Ok(see_other(&format!("{}/{}", reader.site().unwrap_or(&app.endpoint), id.path())))
}

fn review(body: &Payload, caller: &Caller, now: Time) -> Result<Review, HubError> {
    let words = Status::ALL.map(|status| (status.as_str(), status));
    let to = body.needed_choice("status", &words)?;
    let rejection = body.short_text("rejectionReason", 200)?;
    let reset = body.short_text("resetReason", 200)?;
    let reason = if to == Status::Reset { reset } else { rejection };
    Ok(Review { by: caller.required()?.clone(), to, reason: reason.map(str::to_owned), at: now })
}

/// Whose request is meant.
// fidelity: review-by-id
enum Who {
    Name(String),
    User(ObjectId),
    Request(ObjectId),
}

impl Who {
    /// Exactly one of `user`, `userId` and, where `request` says so, `requestId`.
    fn of(body: &Payload, request: bool) -> Result<Self, HubError> {
        let named = body.text("user")?.map(|name| Who::Name(name.to_owned()));
        let by_id = body.id("userId")?.map(Who::User);
        let by_request = if request { body.id("requestId")?.map(Who::Request) } else { None };
        let mut given = [named, by_id, by_request].into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(who), None) => Ok(who),
            _ => Err(HubError::invalid("Either userId or user must be provided, but not both", "")),
        }
    }

    /// The user, by the name they go by.
    fn find(&self, hub: &Hub, repo: &RepoId) -> Result<Name, HubError> {
        let unknown = || HubError::not_found("User not found");
        match self {
            Who::Name(name) => {
                let (name, _) = hub.users.get_key_value(&Name::from(name.as_str())).ok_or_else(unknown)?;
                Ok(name.clone())
            }
            Who::User(id) => hub.user_by_id(*id).cloned().ok_or_else(unknown),
            Who::Request(id) => {
                let found = hub.repos.get(repo).and_then(|found| hub.gate(repo, found).requests.user_of(*id));
                found.cloned().ok_or_else(|| HubError::not_found("No access request found matching your criteria"))
            }
        }
    }

    fn key(&self) -> (&'static str, String) {
        match self {
            Who::Name(name) => ("user", name.clone()),
            Who::User(id) => ("userId", id.to_string()),
            Who::Request(id) => ("requestId", id.to_string()),
        }
    }
}
