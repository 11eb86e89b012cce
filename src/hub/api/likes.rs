//! Likes.

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::accounts::Person;
use crate::hub::app::Shared;
use crate::hub::state::{Caller, Name};
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `POST …/like`
// fidelity: likes
pub(crate) async fn like(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    set(&app, &caller, &at, true)
}

/// `DELETE …/like`
pub(crate) async fn unlike(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    set(&app, &caller, &at, false)
}

fn set(app: &Shared, caller: &Caller, at: &RepoPath, likes: bool) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let id = hub.visible(caller, &at.id)?.0.clone();
    let user = caller.required()?.clone();
    if !caller.may_propose() {
        return Err(HttpError::forbidden());
    }
    let repo = hub.repo_mut(&id)?;
    if likes {
        repo.likes.entry(user).or_insert(now);
    } else {
        repo.likes.remove(&user);
    }
    Ok(response::json(&json!({})))
}

/// `GET …/likers`
pub(crate) async fn likers(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.visible(&caller, &at.id)?;
    let likers: Vec<Person> = repo.likes.keys().map(|name| Person::new(&hub, &hub.profile(name))).collect();
    Ok(response::json(&likers))
}

/// `GET /api/users/{user}/likes`: of the repos that the caller sees.
pub(crate) async fn likes_of(State(app): State<Shared>, caller: Caller, Path(name): Path<String>) -> HttpResult {
    let hub = app.hub();
    let user = hub.user_named(&name)?;
    let seen = hub.repos.iter().filter(|(id, repo)| hub.sees(&caller, id, repo));
    let likes: Vec<Value> = seen
        .filter_map(|(id, repo)| {
            let at = repo.likes.get(&user)?;
            Some(json!({ "createdAt": at, "repo": { "name": id.id, "type": id.noun() } }))
        })
        .collect();
    Ok(response::json(&likes))
}

/// `GET /api/users/{user}/followers` and `…/following`: the mock's accounts follow nobody.
pub(crate) async fn follows(State(app): State<Shared>, Path(name): Path<String>) -> HttpResult {
    app.hub().users.get(&Name::from(name)).ok_or_else(|| HttpError::not_found("This user does not exist"))?;
    Ok(response::json(&json!([])))
}
