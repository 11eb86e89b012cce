//! The xet protocol as far as downloads need it (hub-docs docs/xet/download-protocol.md).

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_RANGE, HeaderMap, HeaderValue, RANGE};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

use super::xet::{Access, permitted};
use crate::hub::app::{App, Shared, lock};
use crate::hub::state::ObjectId;
use crate::hub::state::files::content::Content;
use crate::hub::state::xet::stored::{self, CHUNK_BYTES, Term};
use crate::hub::web::download::{parse_range, send};
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::response::{self, HttpResult};

/// `GET /_xet/{run}/v1/reconstructions/{file}`: which chunks a file, or a range of it, is put together from.
// fidelity: xet-downloads
pub(crate) async fn reconstruction(
    State(app): State<Shared>,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> HttpResult {
    answer(&app, &file, &headers, "fetch_info", |url, term| {
        let (chunks, bytes) = ranges(term);
        json!({ "range": chunks, "url": url, "url_range": bytes })
    })
}

/// `GET /_xet/{run}/v2/reconstructions/{file}`
pub(crate) async fn reconstruction_2(
    State(app): State<Shared>,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> HttpResult {
    answer(&app, &file, &headers, "xorbs", |url, term| {
        let (chunks, bytes) = ranges(term);
        json!({ "url": url, "ranges": [{ "chunks": chunks, "bytes": bytes }] })
    })
}

/// The chunks of a term, whose end is exclusive, and their bytes, whose end is inclusive.
fn ranges(Term { chunks, serialized, .. }: &Term) -> (Value, Value) {
    (
        json!({ "start": chunks.start, "end": chunks.end }),
        json!({ "start": serialized.start, "end": serialized.end.saturating_sub(1) }),
    )
}

fn answer(
    app: &App,
    file: &str,
    headers: &HeaderMap,
    fetched: &str,
    fetch: impl Fn(String, &Term) -> Value,
) -> HttpResult {
    let repo = permitted(app, headers, Access::Read)?;
    let len = content(app, repo, file)?.size();
    let asked = headers.get(RANGE).and_then(|range| range.to_str().ok()?.strip_prefix("bytes="));
    let range = asked.and_then(|range| parse_range(range, len)).unwrap_or(0..len);
    if range.is_empty() && len > 0 {
        let mut past = HttpError::new(416, "The range is past the end of the file").into_response();
        past.headers_mut().extend(HeaderValue::try_from(format!("bytes */{len}")).map(|value| (CONTENT_RANGE, value)));
        return Ok(past);
    }
    let (mut terms, mut fetches) = (Vec::new(), Map::new());
    for term in stored::terms(len, range.clone()) {
        let name = stored::xorb_name(file, term.xorb);
        terms.push(json!({ "hash": name, "unpacked_length": term.unpacked, "range": ranges(&term).0 }));
        fetches.insert(name, json!([fetch(link(app, repo, file, term.xorb), &term)]));
    }
    let offset = range.start % CHUNK_BYTES;
    Ok(response::json(&json!({ "offset_into_first_range": offset, "terms": terms, fetched: fetches })))
}

/// A large file of a repo: its SHA-256 is its name in the store, too.
fn content(app: &App, repo: ObjectId, sha256: &str) -> Result<Content, HttpError> {
    let hub = app.hub();
    let repo = hub.repos.values().find(|found| found.id == repo);
    let content = repo.and_then(|repo| repo.files.large(sha256)).cloned();
    content.ok_or_else(|| HttpError::not_found("File not found"))
}

fn link(app: &App, repo: ObjectId, file: &str, xorb: u64) -> String {
    let uploads = lock(&app.uploads);
    let (run, sign) = (uploads.run(), uploads.sign(&permission(repo, file, xorb)));
    format!("{}/_xet/{run}/data/{repo}/{file}/{xorb}?sign={sign}", app.endpoint)
}

fn permission(repo: ObjectId, file: &str, xorb: u64) -> String {
    format!("xorb {repo} {file} {xorb}")
}

/// `GET /_xet/{run}/data/{repo}/{file}/{xorb}`: bytes of a xorb, at a signed address.
pub(crate) async fn xorb(
    State(app): State<Shared>,
    Path((_, repo, file, xorb)): Path<(String, String, String, u64)>,
    query: Query,
    headers: HeaderMap,
) -> HttpResult {
    let wrong = || HttpError::new(403, "This link is not valid, or no longer");
    let repo = ObjectId::parse(&repo).ok_or_else(wrong)?;
    let sign = lock(&app.uploads).sign(&permission(repo, &file, xorb));
    if query.get("sign") != Some(&sign) {
        return Err(wrong());
    }
    Ok(send(&stored::xorb(&content(&app, repo, &file)?, xorb), &headers, HeaderMap::new()))
}
