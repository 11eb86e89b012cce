//! The bytes of files.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::hub::app::Shared;
use crate::hub::state::files::EntryType;
use crate::hub::state::files::content::Content;
use crate::hub::state::{Caller, Repo};
use crate::hub::web::download::send;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::HttpResult;

/// `X-Repo-Commit`
pub(crate) const REPO_COMMIT: HeaderName = HeaderName::from_static("x-repo-commit");
const LINKED_ETAG: HeaderName = HeaderName::from_static("x-linked-etag");
const LINKED_SIZE: HeaderName = HeaderName::from_static("x-linked-size");

/// What `resolve` shows of a gated repo to everybody (live recordings G4).
const OPEN: [&str; 4] = ["README.md", "LICENSE", "LICENSE.md", "LICENSE.txt"];

/// `GET|HEAD /[datasets/]{id}/resolve/{revision}/{path}`
// fidelity: gate-allowlist
pub(crate) async fn resolve(State(app): State<Shared>, caller: Caller, at: RepoPath, headers: HeaderMap) -> HttpResult {
    let hub = app.hub();
    let open = OPEN.contains(&at.path());
    let (_, repo) = if open { hub.visible(&caller, &at.id)? } else { hub.readable(&caller, &at.id)? };
    let (content, described) = match find(repo, &at, true)? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    drop(hub);
    Ok(send(&content, &headers, described))
}

/// `GET|HEAD /[datasets/]{id}/raw/{revision}/{path}`: what lies in git, so the pointer of a large file.
pub(crate) async fn raw(State(app): State<Shared>, caller: Caller, at: RepoPath, headers: HeaderMap) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.readable(&caller, &at.id)?;
    let (content, described) = match find(repo, &at, false)? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    drop(hub);
    Ok(send(&content, &headers, described))
}

type Found = Result<(Content, HeaderMap), axum::response::Response>;

/// The file and what its headers say of it. A file that is not there is answered with the commit in which it is not:
/// clients remember that.
fn find(repo: &Repo, at: &RepoPath, large: bool) -> Result<Found, HttpError> {
    let commit = repo.files.commit_id(at.revision())?;
    let mut headers = HeaderMap::new();
    let mut say = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    say(REPO_COMMIT, commit.to_string());
    let entry = repo.files.entry(commit, at.path()).filter(|entry| !entry.is_folder());
    let content = entry.as_ref().and_then(|entry| match &entry.kind {
        EntryType::Large(pointer) if !large => Some(pointer.text().into_bytes().into()),
        _ => repo.files.content(entry),
    });
    let (Some(entry), Some(content)) = (entry, content) else {
        let mut missing = HttpError::entry_not_found().into_response();
        missing.headers_mut().extend(headers);
        return Ok(Err(missing));
    };
    if let Some(pointer) = entry.pointer().filter(|_| large) {
        say(ETAG, format!("\"{}\"", pointer.oid));
        say(LINKED_ETAG, format!("\"{}\"", pointer.oid));
        say(LINKED_SIZE, pointer.size.to_string());
        say(CONTENT_TYPE, "application/octet-stream".to_owned());
    } else {
        say(ETAG, format!("\"{}\"", entry.oid));
        say(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned());
    }
    say(CONTENT_DISPOSITION, disposition(at.path()));
    Ok(Ok((content, headers)))
}

/// The name under which a browser keeps the file.
fn disposition(path: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    let name = path.rsplit('/').next().unwrap_or_default();
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' }).collect();
    format!("inline; filename*=UTF-8''{}; filename=\"{plain}\";", utf8_percent_encode(name, ENCODED))
}
