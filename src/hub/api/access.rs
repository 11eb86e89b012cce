//! Asking for access and reviewing (hub-docs datasets-gated.md, live recordings).

use axum::extract::State;
use serde_json::json;

use crate::hub::app::Shared;
use crate::hub::state::review::{Decision, LONGEST_REASON, Whom};
use crate::hub::state::{Caller, HubError, Status};
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

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
    let (whom, _) = whom(&body, true)?;
    hub.review(&caller, &repo.id, &whom, &decision(&body)?, now)?;
    Ok(response::json(&json!({})))
}

/// `POST …/user-access-request/batch`
pub(crate) async fn batch(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let decision = decision(&body)?;
    let (mut users, mut keys) = (Vec::new(), Vec::new());
    for (at, entry) in body.list("requests", 100)?.iter().enumerate() {
        let (user, key) = whom(&Payload::within(entry, &format!("requests[{at}]"))?, false)?;
        users.push(user);
        keys.push(key);
    }
    let done = hub.review_all(&caller, &repo.id, &users, &decision, now)?;
    let replies = keys.into_iter().zip(done).map(|((key, value), done)| match done {
        Ok(()) => json!({ key: value, "ok": true }),
        Err(HubError::UserNotFound) => json!({ key: value, "ok": false, "error": "user_not_found" }),
        Err(_) => json!({ key: value, "ok": false, "error": "request_not_found" }),
    });
    Ok(response::json(&replies.collect::<Vec<_>>()))
}

/// `POST …/user-access-request/grant`
pub(crate) async fn grant(State(app): State<Shared>, caller: Caller, repo: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    hub.writable(&caller, &repo.id)?;
    let (whom, _) = whom(&body, false)?;
    hub.grant(&caller, &repo.id, &whom, now)?;
    Ok(response::json(&json!({})))
}

/// `POST …/user-access-request/cancel`: the requester's own.
pub(crate) async fn cancel(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    app.hub_mut().cancel_request(&caller, &repo.id)?;
    Ok(response::json(&json!({ "ok": true })))
}

fn decision(body: &Payload) -> Result<Decision, HttpError> {
    let words = Status::ALL.map(|status| (status.as_str(), status));
    let to = body.needed_choice("status", &words)?;
    let rejection = body.short_text("rejectionReason", LONGEST_REASON)?;
    let reset = body.short_text("resetReason", LONGEST_REASON)?;
    let reason = if to == Status::Reset { reset } else { rejection };
    Ok(Decision { to, reason: reason.map(str::to_owned) })
}

/// Exactly one of `user`, `userId` and, where `request` says so, `requestId`; and the key and value that were sent.
fn whom(body: &Payload, request: bool) -> Result<(Whom, (&'static str, String)), HttpError> {
    let named = body.text("user")?.map(|name| (Whom::Name(name.into()), ("user", name.to_owned())));
    let by_id = body.id("userId")?.map(|id| (Whom::User(id), ("userId", id.to_string())));
    let by_request = if request { body.id("requestId")? } else { None };
    let by_request = by_request.map(|id| (Whom::Request(id), ("requestId", id.to_string())));
    let mut given = [named, by_id, by_request].into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(whom), None) => Ok(whom),
        _ => Err(HttpError::invalid("Either userId or user must be provided, but not both", "")),
    }
}
