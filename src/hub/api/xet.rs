//! The xet protocol as far as uploads need it (hub-docs docs/xet/api.md).

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::json;

use super::lfs::receive;
use crate::hub::app::cpu_pool::aside;
use crate::hub::app::{App, Shared, lock};
use crate::hub::clock::Clock;
use crate::hub::state::files::content::Content;
use crate::hub::state::xet::{ShardFile, Xorb, read_shard};
use crate::hub::state::{Caller, ObjectId};
use crate::hub::web::body;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// A xorb has at most 64 MiB as it is sent, and a client may add an index.
const LARGEST_XORB: u64 = 80 << 20;
const LARGEST_SHARD: usize = 512 << 20;
/// How long a token is said to be good, in seconds.
const LIFETIME: i64 = 3600;

/// `GET …/xet-write-token/{revision}`
pub(crate) async fn write_token(State(app): State<Shared>, caller: Caller, at: RepoPath, query: Query) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.committable(&caller, &at.id, at.revision(), query.flag("create_pr"))?;
    Ok(token(&app, "write", repo.id))
}

/// `GET …/xet-read-token/{revision}`
pub(crate) async fn read_token(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (_, repo) = hub.readable(&caller, &at.id)?;
    repo.files.commit_id(at.revision())?;
    Ok(token(&app, "read", repo.id))
}

fn token(app: &App, what: &str, repo: ObjectId) -> axum::response::Response {
    let uploads = lock(&app.uploads);
    let address = format!("{}/_xet/{}", app.endpoint, uploads.run());
    let token = format!("xet.{what}.{repo}.{}", uploads.sign(&format!("xet {what} {repo}")));
    // clients compare this with their own clock, whatever the mock's says
    let expiry = Clock::system().now().milliseconds() / 1000 + LIFETIME;
    let mut answer = response::json(&json!({ "casUrl": address, "accessToken": token, "exp": expiry }));
    for (name, value) in
        [("x-xet-cas-url", address), ("x-xet-access-token", token), ("x-xet-token-expiration", expiry.to_string())]
    {
        if let Ok(value) = HeaderValue::try_from(value) {
            answer.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    answer
}

/// What a token of the content store is needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// The repo that a token is for. One that writes may read, too.
pub(crate) fn permitted(app: &App, headers: &HeaderMap, access: Access) -> Result<ObjectId, HttpError> {
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer xet."));
    let mut parts = token.unwrap_or_default().split('.');
    let (what, repo, sign) = (parts.next(), parts.next().and_then(ObjectId::parse), parts.next());
    let repo = repo.ok_or_else(HttpError::unauthorized)?;
    let good = |what: &str| Some(lock(&app.uploads).sign(&format!("xet {what} {repo}"))).as_deref() == sign;
    match what {
        Some("write") if good("write") => Ok(repo),
        Some("read") if good("read") && access == Access::Read => Ok(repo),
        Some("read") if good("read") => Err(HttpError::new(403, "A read token does not write")),
        _ => Err(HttpError::unauthorized()),
    }
}

/// `POST /_xet/{run}/v1/xorbs/{prefix}/{hash}`
// fidelity: xet-hashes
pub(crate) async fn put_xorb(
    State(app): State<Shared>,
    Path((_, _, hash)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> HttpResult {
    permitted(&app, &headers, Access::Write)?;
    let (content, _) = receive(body, LARGEST_XORB).await?;
    let xorb = aside(move || Xorb::read(content)).await?.map_err(HttpError::bad_request)?;
    let name = xorb.name();
    if name != hash {
        return Err(HttpError::bad_request(format!("The xorb has the hash {name}, and its address says {hash}")));
    }
    let new = lock(&app.uploads).keep_xorb(name, xorb);
    Ok(response::json(&json!({ "was_inserted": new })))
}

/// `POST /_xet/{run}/v1/shards`
pub(crate) async fn put_shard(State(app): State<Shared>, headers: HeaderMap, body: Body) -> HttpResult {
    register(&app, &headers, body).await?;
    Ok(response::json(&json!({ "result": 1 })))
}

/// `POST /_xet/{run}/v2/shards`: as the above, its progress told line by line.
pub(crate) async fn put_shard_streaming(State(app): State<Shared>, headers: HeaderMap, body: Body) -> HttpResult {
    register(&app, &headers, body).await?;
    let mut answer =
        axum::response::Response::new(Body::from(format!("{}\n", json!({ "type": "result", "result": 1 }))));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(answer)
}

/// Takes the files of a shard as uploaded large files of the repo that the token is for.
async fn register(app: &Shared, headers: &HeaderMap, body: Body) -> Result<(), HttpError> {
    let repo = permitted(app, headers, Access::Write)?;
    let shard = body::read(body, LARGEST_SHARD).await?;
    let xorbs = lock(&app.uploads).xorbs().clone();
    let read = move || read_shard(&shard, &xorbs)?.into_iter().map(checked).collect::<Result<Vec<_>, _>>();
    let files = aside(read).await?.map_err(HttpError::bad_request)?;
    let mut uploads = lock(&app.uploads);
    for (sha256, content) in files {
        uploads.keep((repo, sha256), content);
    }
    Ok(())
}

/// A file with its SHA-256, which must be the one that the shard says.
fn checked(file: ShardFile) -> Result<(String, Content), String> {
    let computed =
        file.content.sha256().map_err(|error| format!("a file of the shard cannot be put together: {error}"))?;
    match file.sha256 {
        Some(said) if said != computed => {
            Err(format!("a file of the shard has SHA-256 {computed}, and the shard says {said}"))
        }
        _ => Ok((computed, file.content)),
    }
}

/// `POST /_xet/{run}/v1/telemetry`: heard and forgotten.
// fidelity: xet-aliases
pub(crate) async fn telemetry() -> axum::http::StatusCode {
    axum::http::StatusCode::NO_CONTENT
}

/// What the store does not have: no chunk is known before it was sent.
pub(crate) async fn nothing() -> HttpError {
    HttpError::not_found("Not found")
}
