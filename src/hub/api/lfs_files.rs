//! The large files that a repo keeps: listed, and deleted for good (the Hub's OpenAPI description, `lfs-files`).

use std::collections::BTreeSet;

use axum::extract::{RawQuery, State};
use serde_json::{Value, json};

use crate::hub::app::Shared;
use crate::hub::state::Caller;
use crate::hub::web::address::api;
use crate::hub::web::body::{Payload, expected};
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `GET …/lfs-files`: every large file that the repo keeps, whichever revision has it.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    RawQuery(raw): RawQuery,
) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.writable(&caller, &at.id)?;
    let large = repo.files.large_files();
    let page = query.page(large.len(), 1000)?;
    let items: Vec<Value> = page
        .of(&large)
        .iter()
        .map(|(entry, name, commit)| {
            json!({
                "fileOid": entry.pointer().map(|pointer| pointer.oid.as_str()),
                "filename": entry.path,
                "oid": entry.oid.to_string(),
                "pushedAt": commit.date,
                "pusher": { "type": "user", "name": commit.author, "fullname": commit.author },
                "ref": name,
                "size": entry.size(),
            })
        })
        .collect();
    Ok(page.link(&format!("{}/lfs-files", api(&hub, id)), raw.as_deref(), response::json(&items)))
}

/// `POST …/lfs-files/batch`: `{"deletions": {"sha": […], "rewriteHistory": true}}`. Files that are not there are passed over.
pub(crate) async fn delete_all(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    app.hub().writable(&caller, &at.id)?;
    let deletions = Payload::within(body.get("deletions").unwrap_or(&Value::Null), "deletions")?;
    let shas = deletions.list("sha", 1000)?;
    let mut oids = BTreeSet::new();
    for (n, sha) in shas.iter().enumerate() {
        oids.insert(sha.as_str().ok_or_else(|| expected("string", sha, &format!("deletions.sha[{n}]")))?);
    }
    purge(&app, &caller, &at, &oids, deletions.flag("rewriteHistory")?.unwrap_or(true))
}

/// `DELETE …/lfs-files/{sha}?rewriteHistory=true`
// fidelity: large-files-deleted
pub(crate) async fn delete(State(app): State<Shared>, caller: Caller, at: RepoPath, query: Query) -> HttpResult {
    let sha = at.get("sha");
    if app.hub().writable(&caller, &at.id)?.1.files.large(sha).is_none() {
        return Err(HttpError::entry_not_found());
    }
    let rewrite = query.get("rewriteHistory").is_none() || query.flag("rewriteHistory");
    purge(&app, &caller, &at, &BTreeSet::from([sha]), rewrite)
}

fn purge(app: &Shared, caller: &Caller, at: &RepoPath, oids: &BTreeSet<&str>, rewrite: bool) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let repo = hub.writable_mut(caller, &at.id)?;
    repo.files.purge(oids, rewrite)?;
    repo.last_modified = now;
    Ok(response::json(&json!({ "success": true })))
}
