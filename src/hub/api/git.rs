//! Git over HTTP: git's own `http-backend`, on a copy of the repo in a temporary folder.
//!
//! A push lands in the copy. What is new there is checked, and only then taken over; a push that is rejected leaves
//! nothing behind, and its answer is written here, so that git shows why.

mod report;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::process::Stdio;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{Method, Response, StatusCode};
use axum::response::IntoResponse;
use gix_hash::ObjectId as GitId;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::commit::missing_large;
use crate::card::{BENCHMARK_NAME, CARD_NAME, RepoType};
use crate::hub::app::card_check::{CheckedCard, benchmark_errors};
use crate::hub::app::git_copies::GitCopy;
use crate::hub::app::uploads::Key;
use crate::hub::app::{Shared, lock};
use crate::hub::state::files::content::Content;
use crate::hub::state::files::pointer::Pointer;
use crate::hub::state::files::{BRANCH, Object, Repository, TAG};
use crate::hub::state::{Caller, HubError, ObjectId, Repo, RepoId};
use crate::hub::web::body;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::HttpResult;
use crate::lint;

/// The most bytes of a push: large files go by LFS.
const LARGEST_PUSH: usize = 1 << 30;
const RECEIVE: &str = "git-receive-pack";
const UPLOAD: &str = "git-upload-pack";

/// What is handed on to git.
struct Asked {
    method: Method,
    path: &'static str,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

/// `GET …/info/refs?service=…`
pub(crate) async fn advertise(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    query: Query,
    headers: HeaderMap,
) -> HttpResult {
    let service = query.get("service").unwrap_or_default();
    if service != UPLOAD && service != RECEIVE {
        return Err(HttpError::new(403, "The mock Hub speaks git's smart protocol only"));
    }
    let query = format!("service={service}");
    let asked = Asked { method: Method::GET, path: "info/refs", query, headers, body: Bytes::new() };
    Ok(run(&app, &caller, &at.id, service == RECEIVE, &asked).await.unwrap_or_else(ask_to_log_in))
}

/// `POST …/git-upload-pack`
pub(crate) async fn fetch(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    headers: HeaderMap,
    body: Body,
) -> HttpResult {
    exchange(&app, &caller, &at, UPLOAD, headers, body).await
}

/// `POST …/git-receive-pack`
pub(crate) async fn push(
    State(app): State<Shared>,
    caller: Caller,
    at: RepoPath,
    headers: HeaderMap,
    body: Body,
) -> HttpResult {
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
) -> HttpResult {
    let body = body::read(body, LARGEST_PUSH).await?;
    let asked = Asked { method: Method::POST, path: service, query: String::new(), headers, body };
    Ok(run(app, caller, &at.id, service == RECEIVE, &asked).await.unwrap_or_else(ask_to_log_in))
}

/// git sends its credentials only after a 401 that asks for Basic ones.
fn ask_to_log_in(error: HttpError) -> Response<Body> {
    let log_in = error.status == 401;
    let mut answer = error.into_response();
    if log_in {
        let basic = HeaderValue::from_static(r#"Basic realm="Authentication required", charset="UTF-8""#);
        answer.headers_mut().insert(WWW_AUTHENTICATE, basic);
    }
    answer
}

async fn run(app: &Shared, caller: &Caller, id: &RepoId, write: bool, asked: &Asked) -> HttpResult {
    let permitted = || -> Result<(ObjectId, Repository), HttpError> {
        let hub = app.hub();
        let (_, repo) = if write { hub.pushable(caller, id, [])? } else { hub.readable(caller, id)? };
        Ok((repo.id, repo.files.clone()))
    };
    let (number, _) = permitted()?;
    let mut copy = app.git_copies.of(number).await;
    // Somebody else may have pushed meanwhile.
    let (_, files) = permitted()?;
    let mut copy = app.cpu.run(move || copy.update(&files).map(|()| copy)).await?.map_err(no_git)?;
    let response = http_backend(&copy, asked).await.map_err(no_git)?;
    if asked.path != RECEIVE {
        return Ok(response);
    }
    let refs = copy.refs_now().await.map_err(no_git)?;
    let push = Push::new(&copy, refs);
    let changed = push.changed.clone();
    match push.take_over(app, caller, id, &copy).await {
        Ok((warnings, files)) => {
            copy.took_over(&files);
            Ok(with_remarks(response, &warnings).await)
        }
        Err(error) => {
            copy.discard();
            let body = report::rejection(&error.message, changed.iter().map(String::as_str));
            Ok(with_body(response, body))
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn no_git(error: io::Error) -> HttpError {
    if error.kind() == io::ErrorKind::NotFound {
        HttpError::new(501, "The mock Hub serves git by git's own http-backend, and there is no `git` on this machine")
    } else {
        HttpError::new(501, format!("git does not work on this machine: {error}"))
    }
}

/// Runs `git http-backend` (git-http-backend(1)): the request in its environment and standard input, the answer on its
/// standard output.
async fn http_backend(copy: &GitCopy, asked: &Asked) -> io::Result<Response<Body>> {
    let header = |name: HeaderName| asked.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut git = Command::new("git");
    git.arg("http-backend")
        .env("GIT_PROJECT_ROOT", copy.path())
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
        .stderr(Stdio::null());
    let mut git = copy.spawn(&mut git)?;
    let mut stdin = git.stdin();
    let feed = async {
        if let Some(stdin) = &mut stdin {
            // git may have read enough
            let _ = stdin.write_all(&asked.body).await;
        }
        stdin = None;
    };
    let (output, ()) = tokio::join!(git.output(), feed);
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

/// What a push left in the copy.
struct Push {
    /// The refs before it.
    before: BTreeMap<String, GitId>,
    /// The refs after it.
    after: BTreeMap<String, GitId>,
    changed: BTreeSet<String>,
}

/// A push that may be taken over.
struct Checked {
    /// The repo with everything that was pushed.
    files: Repository,
    /// What the Hub warns of.
    warnings: String,
    /// The uploaded files that are now in the repo.
    uploaded: Vec<Key>,
}

impl Push {
    fn new(copy: &GitCopy, after: BTreeMap<String, GitId>) -> Self {
        let before = copy.refs.clone();
        let names = after.keys().chain(before.keys());
        let changed = names.filter(|name| after.get(*name) != before.get(*name)).cloned().collect();
        Self { before, after, changed }
    }

    /// Takes what was pushed into the repo, or says why not. Returns the Hub's warnings, and the repo's files.
    ///
    /// It is checked beside the state, and then put in as a whole, if the refs have not moved meanwhile.
    async fn take_over(
        self,
        app: &Shared,
        caller: &Caller,
        id: &RepoId,
        copy: &GitCopy,
    ) -> Result<(String, Repository), HttpError> {
        let (repo, uploads) = {
            let hub = app.hub();
            let (_, repo) = hub.pushable(caller, id, &self.changed)?;
            (repo.clone(), lock(&app.uploads).of(repo.id))
        };
        let find = copy.finder().map_err(no_git)?;
        let kind = id.kind;
        let checked = app.cpu.run(move || {
            let checked = self.check(&repo, kind, &uploads, find);
            (self, checked)
        });
        let (push, checked) = checked.await?;
        let Checked { files, warnings, uploaded } = checked?;
        push.put(app, caller, id, &files, uploaded)?;
        Ok((warnings, files))
    }

    /// The repo with what was pushed, if the Hub takes it.
    fn check(
        &self,
        repo: &Repo,
        kind: RepoType,
        uploads: &HashMap<String, Content>,
        find: impl FnMut(GitId) -> Option<Object>,
    ) -> Result<Checked, HttpError> {
        let mut files = repo.files.clone();
        let tips = self.changed.iter().filter_map(|name| self.after.get(name).copied());
        files
            .import(tips, find)
            .map_err(|missing| HttpError::bad_request(format!("The push lacks the object {missing}")))?;
        let tips = self.changed.iter().filter_map(|name| Some((name.clone(), *self.after.get(name)?))).collect();
        if let Some(refusal) = files.offending(&repo.files, &tips).refusal() {
            return Err(HubError::push_rejected(&refusal).into());
        }
        let (mut warnings, mut uploaded) = (String::new(), Vec::new());
        for name in &self.changed {
            let Some(tip) = self.after.get(name) else {
                files.remove_ref(name);
                continue;
            };
            files.set_ref(name, *tip);
            let Some(commit) = files.peel(*tip) else { continue };
            uploaded.extend(bring_large(repo.id, &mut files, commit, uploads)?);
            if repo.pull_of_ref(name).is_none() && !name.starts_with(BRANCH) && !name.starts_with(TAG) {
                return Err(HttpError::bad_request(format!("{name} is not a branch, a tag or a pull request")));
            }
            let before = self.before.get(name).and_then(|old| repo.files.entry(*old, CARD_NAME));
            if files.entry(commit, CARD_NAME) != before {
                let text = files.text(commit, CARD_NAME).unwrap_or_default();
                let card = CheckedCard::new(kind, &text);
                warnings += &card.push()?;
                if let Some(blob) = files.card_blob(commit) {
                    repo.cards.keep(blob, card.parsed);
                }
            }
            let before = self.before.get(name).and_then(|old| repo.files.entry(*old, BENCHMARK_NAME));
            if files.entry(commit, BENCHMARK_NAME) != before {
                let errors = benchmark_errors(kind, &files.text(commit, BENCHMARK_NAME).unwrap_or_default());
                if !errors.is_empty() {
                    return Err(HubError::PushRejected(lint::push_refusal(&errors)).into());
                }
            }
        }
        Ok(Checked { files, warnings, uploaded })
    }

    /// Puts what was checked into the state.
    fn put(
        &self,
        app: &Shared,
        caller: &Caller,
        id: &RepoId,
        files: &Repository,
        uploaded: Vec<Key>,
    ) -> Result<(), HttpError> {
        let (mut hub, now) = app.hub_now();
        let user = caller.required()?.clone();
        hub.pushable(caller, id, &self.changed)?;
        let repo = hub.repo_mut(id)?;
        if let Some(moved) = self.changed.iter().find(|name| repo.files.refs().get(*name) != self.before.get(*name)) {
            return Err(HttpError::bad_request(format!("{moved} moved meanwhile: fetch first")));
        }
        repo.files.take(files, &self.changed);
        repo.last_modified = now;
        let tips = self.changed.iter().filter_map(|name| Some((name, files.peel(*self.after.get(name)?)?)));
        let pulls: Vec<(usize, GitId)> =
            tips.filter_map(|(name, commit)| Some((repo.pull_of_ref(name)?, commit))).collect();
        for (pull, commit) in pulls {
            hub.push_to_pull(id, pull, &user, commit, now)?;
        }
        let mut uploads = lock(&app.uploads);
        for key in uploaded {
            uploads.forget(&key);
        }
        Ok(())
    }
}

/// Keeps the uploaded files that a commit points to; every one must be there.
fn bring_large(
    repo: ObjectId,
    files: &mut Repository,
    commit: GitId,
    uploads: &HashMap<String, Content>,
) -> Result<Vec<Key>, HttpError> {
    let mut brought = Vec::new();
    if !uploads.is_empty() {
        let pointers = files.objects().values().filter_map(|object| Pointer::read(&object.data));
        for oid in pointers.map(|pointer| pointer.oid).collect::<BTreeSet<_>>() {
            if let (None, Some(content)) = (files.large(&oid), uploads.get(&oid)) {
                files.keep_large(oid.clone(), content.clone());
                brought.push((repo, oid));
            }
        }
    }
    let missing: Vec<String> = files
        .all_files(commit)
        .into_iter()
        .filter(|entry| entry.pointer().is_some_and(|pointer| files.large(&pointer.oid).is_none()))
        .map(|entry| entry.path)
        .collect();
    if missing.is_empty() { Ok(brought) } else { Err(HubError::push_rejected(&missing_large(&missing)).into()) }
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
