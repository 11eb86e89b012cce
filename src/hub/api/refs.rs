//! Branches and tags: made and removed; histories squashed.

use axum::extract::State;
use serde_json::json;

use crate::hub::app::Shared;
use crate::hub::state::Caller;
use crate::hub::state::files::{BRANCH, DEFAULT_BRANCH, Repository, TAG};
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `POST …/branch/{branch}`
pub(crate) async fn create_branch(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    body: Payload,
) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let who = hub.signature(caller.required()?, now);
    let repo = hub.writable_mut(&caller, &at.id)?;
    let name = format!("{BRANCH}{}", at.get("branch"));
    check_name(at.get("branch"))?;
    if repo.files.refs().contains_key(&name) && body.flag("overwrite")? != Some(true) {
        return Err(HttpError::new(409, format!("Reference {name} already exists")));
    }
    let commit = if body.flag("emptyBranch")? == Some(true) {
        repo.files.commit(&[], &[], &who, "initial commit")?
    } else {
        repo.files.commit_id(body.text("startingPoint")?.unwrap_or("HEAD"))?
    };
    repo.files.set_ref(name, commit);
    Ok(response::json(&json!({ "success": true })))
}

/// `DELETE …/branch/{branch}`
pub(crate) async fn delete_branch(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let mut hub = app.hub_mut();
    let repo = hub.writable_mut(&caller, &at.id)?;
    let branch = at.get("branch");
    if branch == DEFAULT_BRANCH {
        return Err(HttpError::new(403, format!("Cannot delete refs/heads/{branch}: it is the default branch")));
    }
    remove(&mut repo.files, &format!("{BRANCH}{branch}"), branch)
}

/// `POST …/tag/{revision}`
pub(crate) async fn create_tag(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let who = hub.signature(caller.required()?, now);
    let repo = hub.writable_mut(&caller, &at.id)?;
    let tag = body.text("tag")?.ok_or_else(|| HttpError::missing("tag"))?;
    let commit = repo.files.commit_id(at.get("tag"))?;
    check_name(tag)?;
    if repo.files.refs().contains_key(&format!("{TAG}{tag}")) {
        return Err(HttpError::new(409, "Tag reference exists already"));
    }
    repo.files.tag(tag, commit, body.text("message")?, &who)?;
    Ok(response::json(&json!({ "success": true })))
}

/// `DELETE …/tag/{tag}`
pub(crate) async fn delete_tag(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let mut hub = app.hub_mut();
    let repo = hub.writable_mut(&caller, &at.id)?;
    remove(&mut repo.files, &format!("{TAG}{}", at.get("tag")), at.get("tag"))
}

/// `POST …/super-squash/{branch}`: one commit in place of a branch's history.
pub(crate) async fn super_squash(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let who = hub.signature(caller.required()?, now);
    let repo = hub.writable_mut(&caller, &at.id)?;
    let branch = repo.files.branch(at.revision()).ok_or_else(|| HttpError::revision_not_found(at.revision()))?;
    let head = repo.files.commit_id(&branch)?;
    let message = body.text("message")?.filter(|message| !message.is_empty());
    let squashed = repo.files.commit_like(head, &[], &who, message.unwrap_or("Super-squash branch"))?;
    repo.files.set_ref(branch, squashed);
    repo.files.collect_garbage();
    Ok(response::json(&json!({ "commitId": squashed.to_string() })))
}

fn remove(files: &mut Repository, name: &str, asked: &str) -> HttpResult {
    if !files.remove_ref(name) {
        return Err(HttpError::revision_not_found(asked));
    }
    Ok(response::json(&json!({ "success": true })))
}

fn check_name(name: &str) -> Result<(), HttpError> {
    if Repository::is_ref_name(name) {
        return Ok(());
    }
    Err(HttpError::bad_request(format!("Invalid reference name: {name}")))
}
