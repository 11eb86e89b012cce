//! Asking for access and reviewing (hub-docs datasets-gated.md, live recordings).

use axum::extract::State;
use serde_json::json;

use crate::hub::app::Shared;
use crate::hub::state::requests::Review;
use crate::hub::state::{Caller, Hub, HubError, Name, ObjectId, RepoId, Status, Time};
use crate::hub::web::body::Payload;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response;
use crate::hub::web::response::HttpResult;

/// `GET …/auth-check`
pub(crate) async fn auth_check(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    app.hub().readable(&caller, &repo.id)?;
    Ok(response::text("OK"))
}

/// `GET …/auth-check/write`
pub(crate) async fn auth_check_write(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    app.hub().writable(&caller, &repo.id)?;
    Ok(response::text("OK"))
}

/// `POST …/user-access-request/handle`
pub(crate) async fn handle(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let who = Who::of(&body, true)?;
    let review = review(&body, &caller, now)?;
    let id = hub.reviewable(&caller, &repo.id)?.0.clone();
    let user = who.find(&hub, &id)?;
    hub.handle_request(&id, &user, &review)?;
    Ok(response::json(&json!({})))
}

/// `POST …/user-access-request/batch`
// fidelity: batch
pub(crate) async fn batch(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> HttpResult {
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
    Ok(response::json(&answers))
}

/// `POST …/user-access-request/grant`
pub(crate) async fn grant(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let who = Who::of(&body, false)?;
    let id = hub.reviewable(&caller, &repo.id)?.0.clone();
    let user = who.find(&hub, &id)?;
    let by = caller.required()?;
    hub.grant_access(&id, &user, by, now)?;
    Ok(response::json(&json!({})))
}

/// `POST …/user-access-request/cancel`: the requester's own.
pub(crate) async fn cancel(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    app.hub_mut().cancel_request(&caller, &repo.id)?;
    Ok(response::json(&json!({ "ok": true })))
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
