//! Files of a repo.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue};

use super::Shared;
use super::caller::RepoPath;
use crate::hub::state::files::Repository;
use crate::hub::state::{Caller, HubError};

/// `X-Repo-Commit`
pub(super) const REPO_COMMIT: HeaderName = HeaderName::from_static("x-repo-commit");

/// What `resolve` shows of a gated repo to everybody (live recordings G4).
const OPEN: [&str; 4] = ["README.md", "LICENSE", "LICENSE.md", "LICENSE.txt"];

/// `GET|HEAD /[datasets/]{id}/resolve/{revision}/{path}`
pub(super) async fn resolve(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
) -> Result<Response<Body>, HubError> {
    let hub = app.hub();
    let open = OPEN.contains(&at.path());
    let (_, repo) = if open { hub.visible(&caller, &at.id)? } else { hub.readable(&caller, &at.id)? };
    file(&repo.files, &at)
}

/// `GET|HEAD /[datasets/]{id}/raw/{revision}/{path}`
pub(super) async fn raw(State(app): State<Shared>, caller: Caller, at: RepoPath) -> Result<Response<Body>, HubError> {
    let hub = app.hub();
    let (_, repo) = hub.readable(&caller, &at.id)?;
    file(&repo.files, &at)
}

fn file(files: &Repository, at: &RepoPath) -> Result<Response<Body>, HubError> {
    let commit = files.commit_id(at.revision())?;
    let entry = files.file(commit, at.path())?;
    let bytes =
        files.content(&entry).and_then(|content| content.to_vec().ok()).ok_or_else(HubError::entry_not_found)?;
    let name = at.path().rsplit('/').next().unwrap_or_default();
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    for (header, value) in [
        (REPO_COMMIT, commit.to_string()),
        (ETAG, format!("\"{}\"", entry.oid)),
        (CONTENT_DISPOSITION, format!("inline; filename*=UTF-8''{name}; filename=\"{name}\";")),
    ] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(header, value);
        }
    }
    Ok(response)
}
