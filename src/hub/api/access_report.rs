//! The access report of a gate (hub-docs datasets-gated.md, live recordings).

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::access_request_list::{Fields, write_all};
use crate::hub::app::Shared;
use crate::hub::state::{AccessRequest, Caller, Hub, Name, Status, Time};
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::HttpResult;

/// `GET /[datasets/]{id}/user-access-report`
// fidelity: report
pub(crate) async fn report(State(app): State<Shared>, caller: Caller, repo: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (id, found) = hub.writable(&caller, &repo.id)?;
    let requests = &hub.gate(id, found).requests;
    let mut entries: Vec<(&Name, &AccessRequest)> = requests.iter().collect();
    entries.sort_by_key(|(_, request)| (request.timestamp, request.id));
    let report = entries.into_iter().map(|(name, request)| ReportLine::new(&hub, name, request));
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
            email: (!request.unasked).then_some(profile.email),
            time: request.timestamp,
            reviewed_at: request.reviewed_at(),
            status: request.status,
            granted_by: request.granted_by().map(|by| ReportUser { fullname: hub.fullname(by), user: by }),
            fields: request.fields.as_deref().map(Fields),
        }
    }
}
