//! Large files by the LFS protocol (git-lfs docs/api/batch.md), in one piece or in parts.
//!
//! The links that are handed out are signed: whoever has one needs no other credential, as on the Hub.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderValue};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::hub::app::cpu_pool::aside;
use crate::hub::app::uploads::{self, Key};
use crate::hub::app::{App, Shared, lock};
use crate::hub::state::files::BRANCH;
use crate::hub::state::files::content::{Content, ContentWriter};
use crate::hub::state::files::pointer::is_oid;
use crate::hub::state::{Caller, Hub, HubError, ObjectId};
use crate::hub::web::body;
use crate::hub::web::download::send;
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// Files of more bytes go in parts where the client can.
const LARGEST_SINGLE_PART: u64 = 64 << 20;
const PART_BYTES: u64 = 64 << 20;
/// How long a client may pause within an upload.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60);
const LARGEST_BATCH: usize = 16 << 20;

#[derive(Deserialize)]
struct Batch {
    operation: String,
    #[serde(default)]
    transfers: Vec<String>,
    objects: Vec<BatchObject>,
    #[serde(rename = "ref")]
    target: Option<BatchRef>,
}

/// The branch that the objects are for.
#[derive(Deserialize)]
struct BatchRef {
    name: String,
}

#[derive(Deserialize)]
struct BatchObject {
    oid: String,
    size: u64,
}

/// `POST /[datasets/]{id}.git/info/lfs/objects/batch`
pub(crate) async fn batch(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Body) -> HttpResult {
    let batch: Batch = body::parse(&body::read(body, LARGEST_BATCH).await?)?;
    let upload = batch.operation == "upload";
    let hub = app.hub();
    // fidelity: lfs-ref
    let (_, repo) = match (&batch.target, upload) {
        (_, false) => hub.readable(&caller, &at.id)?,
        (Some(target), true) => {
            let name = target.name.strip_prefix(BRANCH).unwrap_or(&target.name);
            hub.committable(&caller, &at.id, name, false).map_err(|error| match error {
                // A batch has no such parameter.
                HubError::ProposeInstead => HubError::Forbidden,
                error => error,
            })?
        }
        // a proposed commit brings large files too
        (None, true) => hub.committable(&caller, &at.id, "", true)?,
    };
    let in_parts = batch.transfers.iter().any(|transfer| transfer == "multipart");
    let mut transfer = "basic";
    let mut objects = Vec::new();
    for BatchObject { oid, size } in batch.objects {
        let key = (repo.id, oid.clone());
        let here = repo.files.large(&oid).is_some();
        let mut object = json!({ "oid": oid, "size": size, "authenticated": true });
        if !is_oid(&oid) {
            object["error"] = json!({ "code": 422, "message": format!("{oid} is not a SHA-256") });
        } else if upload && !here {
            let parts = in_parts && size > LARGEST_SINGLE_PART;
            if parts {
                transfer = "multipart";
            }
            object["actions"] = upload_actions(&app, &key, size, parts);
        } else if !upload && here {
            object["actions"] =
                json!({ "download": { "href": download_link(&app, &hub, &key, size), "expires_in": 3600 } });
        } else if !upload {
            object["error"] = json!({ "code": 404, "message": "Object does not exist" });
        }
        objects.push(object);
    }
    let mut answer = response::json(&json!({ "transfer": transfer, "objects": objects, "hash_algo": "sha256" }));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/vnd.git-lfs+json"));
    Ok(answer)
}

/// `…/info/lfs/locks`: the Hub has no locks, and says so in the way that git-lfs understands.
// fidelity: lfs-locks
pub(crate) async fn locks() -> HttpError {
    HttpError::not_found("LFS locks are not supported")
}

fn upload_actions(app: &App, key: &Key, size: u64, parts: bool) -> Value {
    let href = link(app, "put", key, size);
    let mut upload = json!({ "href": href, "expires_in": 3600 });
    if parts {
        upload["header"] = json!({ "chunk_size": PART_BYTES.to_string() });
        for part in 1..=size.div_ceil(PART_BYTES) {
            upload["header"][format!("{part:05}")] = json!(format!("{href}&part={part}"));
        }
    }
    json!({ "upload": upload, "verify": { "href": link(app, "verify", key, size) } })
}

/// The signed address at which one thing may be done with one large file.
fn link(app: &App, what: &str, key: &Key, size: u64) -> String {
    link_at(app, &app.endpoint, what, key, size)
}

/// Where a client downloads a large file.
fn download_link(app: &App, hub: &Hub, key: &Key, size: u64) -> String {
    let cdn = hub.cdn_downloads.then(|| cdn_link(app, key, size)).flatten();
    cdn.unwrap_or_else(|| link(app, "get", key, size))
}

/// Where the CDN has a large file; `None` where the mock was started without one.
pub(crate) fn cdn_link(app: &App, key: &Key, size: u64) -> Option<String> {
    app.cdn.get().map(|endpoint| link_at(app, endpoint, "get", key, size))
}

fn link_at(app: &App, endpoint: &str, what: &str, key: &Key, size: u64) -> String {
    let (repo, oid) = key;
    format!(
        "{}/_lfs/{repo}/{oid}?do={what}&size={size}&sign={}",
        endpoint,
        lock(&app.uploads).sign(&permission(what, key, size))
    )
}

fn permission(what: &str, (repo, oid): &Key, size: u64) -> String {
    format!("{what} {repo} {oid} {size}")
}

/// The large file that a signed address is about.
fn permitted(app: &App, what: &str, (repo, oid): (String, String), query: &Query) -> Result<(Key, u64), HttpError> {
    let wrong = || HttpError::new(403, "This link is not valid, or no longer");
    let key = (ObjectId::parse(&repo).ok_or_else(wrong)?, oid);
    let size = query.get("size").and_then(|size| size.parse().ok()).ok_or_else(wrong)?;
    let sign = lock(&app.uploads).sign(&permission(what, &key, size));
    if query.get("sign") == Some(&sign) { Ok((key, size)) } else { Err(wrong()) }
}

/// `PUT /_lfs/{repo}/{oid}`: the whole file, or one part of it.
pub(crate) async fn put(
    State(app): State<Shared>,
    Path(at): Path<(String, String)>,
    query: Query,
    body: Body,
) -> HttpResult {
    let (key, size) = permitted(&app, "put", at, &query)?;
    let part =
        query.get("part").map(str::parse).transpose().map_err(|_| HttpError::bad_request("part is not a number"))?;
    let (content, sha256) = receive(body, part.map_or(size, |_| PART_BYTES)).await?;
    match part {
        Some(part) => lock(&app.uploads).keep_part(key, part, content),
        None => keep(&app, key, size, content, &sha256)?,
    }
    let mut answer = Response::new(Body::empty());
    if let Ok(etag) = HeaderValue::try_from(format!("\"{sha256}\"")) {
        answer.headers_mut().insert(ETAG, etag);
    }
    Ok(answer)
}

/// `POST /_lfs/{repo}/{oid}`: all parts are there, or the file is to be verified.
pub(crate) async fn post(State(app): State<Shared>, Path(at): Path<(String, String)>, query: Query) -> HttpResult {
    if query.get("do") == Some("verify") {
        let ((repo, oid), size) = permitted(&app, "verify", at, &query)?;
        let key = (repo, oid);
        let waiting = lock(&app.uploads).get(&key).map(Content::size);
        let kept = || app.hub().repos.values().find(|found| found.id == key.0)?.files.large(&key.1).map(Content::size);
        return match waiting.or_else(kept) {
            Some(len) if len == size => Ok(response::json(&json!({ "success": true }))),
            _ => Err(HttpError::not_found("The file was not uploaded")),
        };
    }
    let (key, size) = permitted(&app, "put", at, &query)?;
    let parts = lock(&app.uploads).take_parts(&key);
    let (content, sha256) = aside(move || uploads::join(parts)).await?.map_err(not_kept)?;
    keep(&app, key, size, content, &sha256)?;
    Ok(response::json(&json!({ "success": true })))
}

/// `GET /_lfs/{repo}/{oid}`
pub(crate) async fn get(
    State(app): State<Shared>,
    Path(at): Path<(String, String)>,
    query: Query,
    headers: axum::http::HeaderMap,
) -> HttpResult {
    let (key, _) = permitted(&app, "get", at, &query)?;
    let hub = app.hub();
    let repo = hub.repos.values().find(|repo| repo.id == key.0);
    let content = repo.and_then(|repo| repo.files.large(&key.1)).cloned();
    let content = content.ok_or_else(|| HttpError::not_found("Object does not exist"))?;
    drop(hub);
    Ok(send(&content, &headers, axum::http::HeaderMap::new()).into_response())
}

fn keep(app: &App, key: Key, size: u64, content: Content, sha256: &str) -> Result<(), HttpError> {
    if content.size() != size || sha256 != key.1 {
        let (got, announced) = (content.size(), &key.1);
        return Err(HttpError::bad_request(format!(
            "{got} bytes with SHA-256 {sha256} came instead of {size} bytes with {announced}"
        )));
    }
    lock(&app.uploads).keep(key, content);
    Ok(())
}

/// Takes a body of at most `most` bytes as it comes. What was kept of one that is cut goes away with it.
pub(crate) async fn receive(mut body: Body, most: u64) -> Result<(Content, String), HttpError> {
    let mut writer = ContentWriter::default();
    loop {
        let frame = tokio::time::timeout(UPLOAD_TIMEOUT, body.frame()).await;
        let Some(frame) = frame.map_err(|_| HttpError::new(408, "The body came too slowly"))? else { break };
        let Ok(piece) = frame.map_err(|_| HttpError::bad_request("The body was cut"))?.into_data() else { continue };
        if writer.size() + piece.len() as u64 > most {
            return Err(HttpError::new(413, format!("The body is larger than the {most} bytes announced")));
        }
        writer.write_all(&piece).map_err(not_kept)?;
    }
    Ok(writer.finish())
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(crate) fn not_kept(error: std::io::Error) -> HttpError {
    HttpError::new(507, format!("The mock Hub cannot keep the file: {error}"))
}
