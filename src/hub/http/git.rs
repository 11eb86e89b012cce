//! Git over HTTP: git's own `http-backend`, on a copy of the repo in a temporary folder.
//!
//! A push lands in the copy. What is new there is judged, and only then taken over; a push that is refused leaves
//! nothing behind, and its answer is written here, so that git shows why.

mod mirror;
mod report;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::process::Stdio;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{Method, Response, StatusCode};
use axum::response::IntoResponse;
use gix_hash::ObjectId as GitId;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use self::mirror::Mirror;
use super::answer::Answer;
use super::caller::RepoPath;
use super::query::Query;
use super::upload::missing_large;
use super::uploads::Key;
use super::{Shared, door, lock, payload};
use crate::card::CARD_NAME;
use crate::hub::state::files::pointer::Pointer;
use crate::hub::state::files::{BRANCH, Repository};
use crate::hub::state::{Caller, HubError, ObjectId, RepoId};

/// The most bytes of a push: large files go by LFS.
const LARGEST_PUSH: usize = 1 << 30;
const RECEIVE: &str = "git-receive-pack";
const UPLOAD: &str = "git-upload-pack";

/// The copies of repos that git works on.
#[derive(Debug, Default)]
pub(super) struct Mirrors(HashMap<ObjectId, Arc<tokio::sync::Mutex<Mirror>>>);

/// What is handed on to git.
struct Asked {
    method: Method,
    path: &'static str,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

/// `GET …/info/refs?service=…`
pub(super) async fn advertise(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    headers: HeaderMap,
) -> Answer {
    let service = query.get("service").unwrap_or_default();
    if service != UPLOAD && service != RECEIVE {
        return Err(HubError::new(403, "The mock Hub speaks git's smart protocol only"));
    }
    let query = format!("service={service}");
    let asked = Asked { method: Method::GET, path: "info/refs", query, headers, body: Bytes::new() };
    Ok(run(&app, &caller, &at.id, service == RECEIVE, &asked).await.unwrap_or_else(ask_to_log_in))
}

/// `POST …/git-upload-pack`
pub(super) async fn fetch(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    exchange(&app, &caller, &at, UPLOAD, headers, body).await
}

/// `POST …/git-receive-pack`
pub(super) async fn push(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    exchange(&app, &caller, &at, RECEIVE, headers, body).await
}

/// The second half of a fetch or a push: the packs themselves.
async fn exchange(
    app: &Shared,
    caller: &Caller,
    at: &RepoPath,
    service: &'static str,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let body = payload::read(body, LARGEST_PUSH).await?;
    let asked = Asked { method: Method::POST, path: service, query: String::new(), headers, body };
    Ok(run(app, caller, &at.id, service == RECEIVE, &asked).await.unwrap_or_else(ask_to_log_in))
}

/// git sends its credentials only after a 401 that asks for Basic ones.
fn ask_to_log_in(error: HubError) -> Response<Body> {
    let log_in = error.status == 401;
    let mut answer = error.into_response();
    if log_in {
        let basic = HeaderValue::from_static(r#"Basic realm="Authentication required", charset="UTF-8""#);
        answer.headers_mut().insert(WWW_AUTHENTICATE, basic);
    }
    answer
}

async fn run(app: &Shared, caller: &Caller, id: &RepoId, write: bool, asked: &Asked) -> Answer {
    let permitted = || -> Result<ObjectId, HubError> {
        let hub = app.hub();
        Ok(if write { hub.writable(caller, id)? } else { hub.readable(caller, id)? }.1.id)
    };
    let number = permitted()?;
    let mirror = Arc::clone(lock(&app.mirrors).0.entry(number).or_default());
    let mut mirror = mirror.lock_owned().await;
    let news = mirror.news(&app.hub().visible(caller, id)?.1.files);
    let written = tokio::task::spawn_blocking(move || mirror.write(news).map(|()| mirror)).await;
    let mut mirror = written.map_err(io::Error::other).and_then(|mirror| mirror).map_err(no_git)?;
    let answer = http_backend(&mirror, asked).await.map_err(no_git)?;
    if asked.path != RECEIVE {
        return Ok(answer);
    }
    let refs = mirror.refs_now().await.map_err(no_git)?;
    let changed: BTreeSet<String> = refs
        .keys()
        .chain(mirror.refs.keys())
        .filter(|name| refs.get(*name) != mirror.refs.get(*name))
        .cloned()
        .collect();
    match take_over(app, caller, id, &mut mirror, &refs, &changed) {
        Ok(warnings) => Ok(with_remarks(answer, &warnings).await),
        Err(error) => {
            *mirror = Mirror::default();
            let body = report::refusal(&error.message, changed.iter().map(String::as_str));
            Ok(with_body(answer, body))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn no_git(error: io::Error) -> HubError {
    if error.kind() == io::ErrorKind::NotFound {
        HubError::new(501, "The mock Hub serves git by git's own http-backend, and there is no `git` on this machine")
    } else {
        HubError::new(501, format!("git does not work on this machine: {error}"))
    }
}

/// Runs `git http-backend` (git-http-backend(1)): the request in its environment and standard input, the answer on its
/// standard output.
async fn http_backend(mirror: &Mirror, asked: &Asked) -> io::Result<Response<Body>> {
    let header = |name: HeaderName| asked.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut git = Command::new("git")
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", mirror.path())
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "safe.directory")
        .env("GIT_CONFIG_VALUE_0", "*")
        .env("GIT_PROTOCOL", header(HeaderName::from_static("git-protocol")))
        .env("REQUEST_METHOD", asked.method.as_str())
        .env("PATH_INFO", format!("/{}", asked.path))
        .env("QUERY_STRING", &asked.query)
        .env("CONTENT_TYPE", header(CONTENT_TYPE))
        .env("CONTENT_LENGTH", asked.body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header(CONTENT_ENCODING))
        .env("REMOTE_USER", "hub")
        .env("REMOTE_ADDR", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let mut stdin = git.stdin.take();
    let feed = async {
        if let Some(stdin) = &mut stdin {
            // git may have read enough
            let _ = stdin.write_all(&asked.body).await;
        }
        stdin = None;
    };
    let (output, ()) = tokio::join!(git.wait_with_output(), feed);
    let output = Bytes::from(output?.stdout);
    let end = output.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end else { return Err(io::Error::other("`git http-backend` gave no answer")) };
    let mut answer = Response::new(Body::from(output.slice(end + 4..)));
    for line in String::from_utf8_lossy(&output[..end]).lines() {
        let Some((name, value)) = line.split_once(": ") else { continue };
        if name.eq_ignore_ascii_case("status") {
            let status = value.get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(StatusCode::BAD_REQUEST);
            *answer.status_mut() = status;
        } else if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            answer.headers_mut().insert(name, value);
        }
    }
    Ok(answer)
}

/// Takes what a push brought into the repo, or says why not. Returns the Hub's warnings.
fn take_over(
    app: &Shared,
    caller: &Caller,
    id: &RepoId,
    mirror: &mut Mirror,
    refs: &BTreeMap<String, GitId>,
    changed: &BTreeSet<String>,
) -> Result<String, HubError> {
    let (mut hub, now) = app.hub_now();
    let user = caller.required()?.clone();
    let repo = hub.writable_mut(caller, id)?;
    let mut files = repo.files.clone();
    let find = mirror.finder().map_err(no_git)?;
    let tips = changed.iter().filter_map(|name| refs.get(name).copied());
    files
        .import(tips, find)
        .map_err(|missing| HubError::bad_request(format!("The push lacks the object {missing}")))?;
    let mut warnings = String::new();
    let mut uploaded: Vec<Key> = Vec::new();
    let mut pulls = Vec::new();
    for name in changed {
        if repo.files.refs().get(name) != mirror.refs.get(name) {
            return Err(HubError::bad_request(format!("{name} moved meanwhile: fetch first")));
        }
        let Some(tip) = refs.get(name) else {
            files.remove_ref(name);
            continue;
        };
        files.set_ref(name, *tip);
        let Some(commit) = files.peel(*tip) else { continue };
        uploaded.extend(bring_large(app, repo.id, &mut files, commit)?);
        if let Some(pull) = repo.pull_of_ref(name) {
            pulls.push((pull, commit));
        } else if !name.starts_with(BRANCH) && !name.starts_with("refs/tags/") {
            return Err(HubError::bad_request(format!("{name} is not a branch, a tag or a pull request")));
        }
        let before = mirror.refs.get(name).and_then(|old| repo.files.entry(*old, CARD_NAME));
        if files.entry(commit, CARD_NAME) != before {
            let text = files.text(commit, CARD_NAME).unwrap_or_default();
            let verdict = door::judge(id.kind, &text);
            if !verdict.errors.is_empty() {
                return Err(HubError::bad_request(door::push_refusal(&verdict)));
            }
            warnings += &door::warnings(&verdict);
        }
    }
    mirror.took_over(&files);
    repo.files = files;
    repo.last_modified = now;
    for (pull, commit) in pulls {
        hub.push_to_pull(id, pull, &user, commit, now)?;
    }
    let mut uploads = lock(&app.uploads);
    for key in uploaded {
        uploads.forget(&key);
    }
    Ok(warnings)
}

/// Keeps the uploaded files that a commit points to; every one must be there.
fn bring_large(app: &Shared, repo: ObjectId, files: &mut Repository, commit: GitId) -> Result<Vec<Key>, HubError> {
    let uploads = lock(&app.uploads);
    let mut brought = Vec::new();
    let history: Vec<Pointer> = files
        .objects()
        .values()
        .filter_map(|object| Pointer::read(&object.data))
        .filter(|pointer| files.large(&pointer.oid).is_none())
        .collect();
    for pointer in history {
        let key = (repo, pointer.oid);
        if let Some(content) = uploads.get(&key) {
            files.keep_large(key.1.clone(), content.clone());
            brought.push(key);
        }
    }
    let missing = files
        .all_files(commit)
        .into_iter()
        .find(|entry| entry.pointer().is_some_and(|pointer| files.large(&pointer.oid).is_none()));
    match missing {
        Some(entry) => Err(missing_large(&entry.path)),
        None => Ok(brought),
    }
}

async fn with_remarks(answer: Response<Body>, text: &str) -> Response<Body> {
    if text.is_empty() || answer.status() != StatusCode::OK {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let rest = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    with_body(Response::from_parts(parts, Body::empty()), [&report::remarks(text)[..], &rest].concat())
}

fn with_body(mut answer: Response<Body>, body: Vec<u8>) -> Response<Body> {
    *answer.body_mut() = Body::from(body);
    answer
}
