//! The access report of a gate (hub-docs datasets-gated.md, live recordings).

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Response;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use serde::{Serialize, Serializer};

use crate::hub::app::Shared;
use crate::hub::app::cpu_pool::aside;
use crate::hub::state::requests::StoredAnswers;
use crate::hub::state::{AccessRequest, Caller, Hub, Name, RepoId, Status, Time};
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::HttpResult;

/// About how many bytes a line takes.
const LINE_BYTES: usize = 256;

/// `GET /[datasets/]{id}/user-access-report`
// fidelity: report
pub(crate) async fn report(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    // Of many requests it takes long.
    aside(move || write_report(&app.hub(), &caller, &repo.id)).await?
}

fn write_report(hub: &Hub, caller: &Caller, id: &RepoId) -> HttpResult {
    let (id, found) = hub.writable(caller, id)?;
    let requests = &hub.gate(id, found).requests;
    let mut entries: Vec<(&Name, &AccessRequest)> = requests.iter().collect();
    entries.sort_by_key(|(_, request)| (request.timestamp, request.id));
    let report = entries.into_iter().map(|(name, request)| ReportLine::new(hub, name, request));
    let mut response = Response::new(Body::from(write_all(report)?));
    let file = format!("attachment; filename=user-access-report-{}-{}.json", id.owner(), id.name());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(file) = HeaderValue::try_from(file) {
        response.headers_mut().insert(CONTENT_DISPOSITION, file);
    }
    Ok(response)
}

/// One line of the report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportLine<'a> {
    #[serde(flatten)]
    who: ReportUser<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Cow<'a, str>>,
    time: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_at: Option<Time>,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    granted_by: Option<ReportUser<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Fields<'a>>,
}

#[derive(Serialize)]
struct ReportUser<'a> {
    fullname: &'a str,
    user: &'a Name,
}

impl<'a> ReportLine<'a> {
    fn new(hub: &'a Hub, name: &'a Name, request: &'a AccessRequest) -> Self {
        let profile = hub.profile(name);
        Self {
            who: ReportUser { fullname: profile.fullname, user: name },
            email: (!request.unasked).then(|| profile.email()),
            time: request.timestamp,
            reviewed_at: request.reviewed_at(),
            status: request.status,
            granted_by: request.granted_by().map(|by| ReportUser { fullname: hub.fullname(by), user: by }),
            fields: request.fields.as_deref().map(Fields),
        }
    }
}

/// Answers by the labels of their fields.
struct Fields<'a>(&'a StoredAnswers);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(label, value)| (label, value)))
    }
}

/// A JSON array, an entry after the other: never the whole list in another form.
fn write_all(entries: impl ExactSizeIterator<Item = impl Serialize>) -> Result<Bytes, HttpError> {
    let mut bytes = Vec::with_capacity(LINE_BYTES * entries.len().min(1000));
    serde_json::Serializer::new(&mut bytes)
        .collect_seq(entries)
        .map_err(|error| HttpError::bad_request(error.to_string()))?;
    Ok(bytes.into())
}
