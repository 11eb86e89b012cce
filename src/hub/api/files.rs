//! The bytes of files.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, RANGE};
use axum::response::IntoResponse;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::lfs;
use crate::hub::app::list_cache::About;
use crate::hub::app::{Shared, lock};
use crate::hub::state::files::EntryType;
use crate::hub::state::files::content::Content;
use crate::hub::state::files::pointer::Pointer;
use crate::hub::state::{Caller, Gated, Hub, HubError, Repo, RepoId};
use crate::hub::web::address::{encode, encode_path, kind_named};
use crate::hub::web::download::{self, send};
use crate::hub::web::error::HttpError;
use crate::hub::web::moved;
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
// fidelity: downloads
pub(crate) async fn resolve(State(app): State<Shared>, caller: Caller, at: RepoPath, headers: HeaderMap) -> HttpResult {
    let hub = app.hub();
    let wanted = Wanted { id: &at.id, revision: at.revision(), path: at.path() };
    let (id, repo) = wanted.open_to(&hub, &caller)?;
    // No ref has a colon in its name.
    let key = (id.clone(), About::File, [wanted.revision, ":", wanted.path].concat());
    let (changes, in_part) = (app.changes(), headers.contains_key(RANGE));
    if !in_part && let Some(kept) = lock(&app.lists).get(changes, &key) {
        return Ok(kept.map(Body::from));
    }
    let found = match find(repo, wanted.revision, wanted.path, true)? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let elsewhere = match &found.pointer {
        Some(pointer) => hub.cdn_downloads.then(|| lfs::cdn_link(&app, &(repo.id, pointer.oid.clone()), pointer.size)),
        // Of a gated repo they come at once (live recordings G9). So they must of a private one: old clients send no token
        // to where they are redirected.
        None => {
            let for_all = !repo.private && hub.gate(id, repo).mode == Gated::No;
            (hub.redirect_downloads && for_all).then(|| Some(cached(id, &found, wanted)))
        }
    };
    if let Some(Some(to)) = elsewhere {
        let large = found.pointer.is_some();
        let mut response = moved::temporary(&to);
        if large {
            *response.status_mut() = StatusCode::FOUND;
            *response.body_mut() = Body::from(format!("Found. Redirecting to {to}"));
        }
        for name in [REPO_COMMIT, LINKED_ETAG, LINKED_SIZE] {
            response.headers_mut().extend(found.headers.get(&name).map(|value| (name, value.clone())));
        }
        return Ok(response);
    }
    drop(hub);
    if !in_part && let Some(whole) = download::short(&found.content, &found.headers) {
        lock(&app.lists).keep(changes, key, &whole);
        return Ok(whole.map(Body::from));
    }
    Ok(send(&found.content, &headers, found.headers))
}

/// Where the Hub's cache has a file: `/api/resolve-cache/datasets/ana/voices/{commit}/{path}?…`.
fn cached(id: &RepoId, found: &Found, wanted: Wanted<'_>) -> String {
    let repo = format!("{}/{}", id.kind.plural(), id.id);
    let asked = format!("/{}/resolve/{}/{}", id.path(), wanted.revision, wanted.path);
    let etag = found.headers.get(ETAG).and_then(|etag| etag.to_str().ok()).unwrap_or_default();
    let (commit, path) = (&found.commit, encode_path(wanted.path));
    format!("/api/resolve-cache/{repo}/{commit}/{path}?{}=&etag={}", encode(&asked), encode(etag))
}

/// `GET|HEAD /api/resolve-cache/{kind}/{id}/{commit}/{path}`
pub(crate) async fn resolve_cache(
    State(app): State<Shared>,
    caller: Caller,
    Path((kind, rest)): Path<(String, String)>,
    headers: HeaderMap,
) -> HttpResult {
    let is_commit = |segment: &str| segment.len() == 40 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    let commit = rest.split('/').find(|segment| is_commit(segment));
    let parts = commit.and_then(|commit| Some((rest.split_once(&format!("/{commit}/"))?, commit)));
    let (Some(kind), Some(((id, path), commit))) = (kind_named(&kind), parts) else {
        return Err(HttpError::entry_not_found());
    };
    let id = RepoId::new(kind, id);
    let hub = app.hub();
    let (_, repo) = Wanted { id: &id, revision: commit, path }.open_to(&hub, &caller)?;
    let found = match find(repo, commit, path, false)? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    drop(hub);
    Ok(send(&found.content, &headers, found.headers))
}

/// A file that is asked for.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    id: &'a RepoId,
    revision: &'a str,
    path: &'a str,
}

impl Wanted<'_> {
    /// The repo, for a caller who may read the file.
    fn open_to<'a>(&self, hub: &'a Hub, caller: &Caller) -> Result<(&'a RepoId, &'a Repo), HubError> {
        if OPEN.contains(&self.path) { hub.available(caller, self.id) } else { hub.readable(caller, self.id) }
    }
}

/// `GET|HEAD /[datasets/]{id}/raw/{revision}/{path}`: what lies in git, so the pointer of a large file.
pub(crate) async fn raw(State(app): State<Shared>, caller: Caller, at: RepoPath, headers: HeaderMap) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.readable(&caller, &at.id)?;
    let found = match find(repo, at.revision(), at.path(), false)? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    drop(hub);
    Ok(send(&found.content, &headers, found.headers))
}

/// A file that is there.
struct Found {
    content: Content,
    /// What its headers say of it.
    headers: HeaderMap,
    /// The commit that the revision names.
    commit: String,
    /// Of a large file whose content was asked for.
    pointer: Option<Pointer>,
}

/// The file and what its headers say of it. A file that is not there is answered with the commit in which it is not:
/// clients remember that.
fn find(
    repo: &Repo,
    revision: &str,
    path: &str,
    large: bool,
) -> Result<Result<Found, axum::response::Response>, HttpError> {
    let commit = repo.files.commit_id(revision)?;
    let mut headers = HeaderMap::new();
    let mut say = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    say(REPO_COMMIT, commit.to_string());
    let entry = repo.files.entry(commit, path).filter(|entry| !entry.is_folder());
    let content = entry.as_ref().and_then(|entry| match &entry.kind {
        EntryType::Large(pointer) if !large => Some(pointer.text().into_bytes().into()),
        _ => repo.files.content(entry),
    });
    let (Some(entry), Some(content)) = (entry, content) else {
        let mut missing = HttpError::entry_not_found().into_response();
        missing.headers_mut().extend(headers);
        return Ok(Err(missing));
    };
    let pointer = entry.pointer().filter(|_| large).cloned();
    if let Some(pointer) = &pointer {
        say(ETAG, format!("\"{}\"", pointer.oid));
        say(LINKED_ETAG, format!("\"{}\"", pointer.oid));
        say(LINKED_SIZE, pointer.size.to_string());
        say(CONTENT_TYPE, "application/octet-stream".to_owned());
    } else {
        say(ETAG, format!("\"{}\"", entry.oid));
        say(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned());
    }
    say(CONTENT_DISPOSITION, disposition(path));
    Ok(Ok(Found { content, headers, commit: commit.to_string(), pointer }))
}

/// The name under which a browser keeps the file.
fn disposition(path: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    let name = path.rsplit('/').next().unwrap_or_default();
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' }).collect();
    format!("inline; filename*=UTF-8''{}; filename=\"{plain}\";", utf8_percent_encode(name, ENCODED))
}
