//! Copies: of whole repos, and of large files from one repo to another.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::repos::{conflict, invalid_name, kind_of, not_in_namespace};
use crate::hub::app::{Shared, lock};
use crate::hub::state::{Caller, HubError, Name, RepoId};
use crate::hub::web::body::{Payload, expected};
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// The most files of one request.
const MOST_FILES: usize = 1000;

/// `POST …/duplicate`: a repo of one's own with the same files. Who does not pass the gate copies nothing.
// fidelity: duplicate
pub(crate) async fn duplicate(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let files = hub.readable(&caller, &at.id)?.1.files.clone();
    let user = caller.required()?.clone();
    let name = body.text("repository")?.ok_or_else(|| HttpError::missing("repository"))?;
    let to = RepoId::new(at.id.kind, name);
    let group = body.id("resourceGroupId")?;
    if !hub.may_create_in(&caller, &to, group)? {
        return Err(not_in_namespace(&to));
    }
    if !Name::is_valid(to.name()) {
        return Err(invalid_name("repository"));
    }
    if let Some((id, _)) = hub.repos.get_key_value(&to) {
        return Ok(conflict(&hub, id));
    }
    let to = RepoId::new(to.kind, &format!("{}/{}", hub.account(to.owner())?, to.name()));
    let private = match body.text("visibility")? {
        Some(visibility) => visibility != "public",
        None => body.flag("private")?.unwrap_or_else(|| {
            hub.organization(to.owner()).is_some_and(|(_, organization)| organization.private_by_default)
        }),
    };
    let repo = hub.add_repo(to.clone(), Some(user), now)?;
    repo.private = private;
    repo.resource_group = group;
    repo.files = files.without_pulls();
    let number = repo.id;
    Ok(response::json(&json!({ "url": hub.url(&to), "name": to.id, "id": number, "filesCopyPending": false })))
}

/// `POST …/lfs-files/duplicate`: gives large files that the caller reads to another repo, for its next commit.
pub(crate) async fn large_files(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let hub = app.hub();
    let (_, source) = hub.readable(&caller, &at.id)?;
    let target = Payload::within(body.get("target").unwrap_or(&Value::Null), "target")?;
    let name = target.text("name")?.ok_or_else(|| HttpError::missing("target.name"))?;
    let target = RepoId::new(kind_of(&target)?, name);
    let (_, target) = match hub.writable(&caller, &target) {
        // For a pull request.
        Err(HubError::Forbidden) => hub.committable(&caller, &target, "", true)?,
        found => found?,
    };
    let (mut processed, mut failed) = (BTreeSet::new(), Vec::new());
    for (n, file) in body.list("files", MOST_FILES)?.iter().enumerate() {
        let file = Payload::within(file, &format!("files[{n}]"))?;
        let sha = file.get("sha256").and_then(Value::as_str);
        let sha = sha.ok_or_else(|| expected("string", &Value::Null, &format!("files[{n}].sha256")))?;
        if !processed.insert(sha.to_owned()) {
            continue;
        }
        match source.files.large(sha) {
            Some(content) => lock(&app.uploads).keep((target.id, sha.to_owned()), content.clone()),
            None => failed.push(json!({ "xetHash": file.get("xetHash"), "sha256": sha, "error": "File not found" })),
        }
    }
    let succeeded = processed.len() - failed.len();
    let mut answer = response::json(&json!({
        "success": failed.is_empty(),
        "processed": processed.len(),
        "succeeded": succeeded,
        "failed": failed,
    }));
    if !failed.is_empty() {
        *answer.status_mut() = StatusCode::MULTI_STATUS;
    }
    Ok(answer)
}
