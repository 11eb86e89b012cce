//! `/settings/gated-repos`: what a user asked for.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::review::day;
use crate::hub::pages::{Frame, rejected, show};
use crate::hub::state::{Caller, Hub, Repo, RepoId, Status, Time};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::{Posted, value};
use crate::hub::web::response::see_other;

/// The requester's page.
#[derive(Template)]
#[template(path = "hub/gated_repos.html")]
pub(crate) struct GatedReposPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    kind: &'static str,
    path: String,
    /// The repo as the form names it.
    key: String,
    at: String,
    date: String,
    status: &'static str,
    cancellable: bool,
}

impl GatedReposPage {
    /// The requests of the caller, newest first: for a gating group one row, at the first of its repos.
    pub(crate) fn new(hub: &Hub, caller: &Caller, mut frame: Frame, cancelled: bool) -> Result<Self, HttpError> {
        let user = caller.required()?;
        if cancelled {
            frame.notice = Some("The access request was cancelled.");
        }
        let mut groups_seen = Vec::new();
        let mut rows: Vec<(Time, Row)> = Vec::new();
        for (id, repo) in &hub.repos {
            let Some(request) = hub.gate(id, repo).requests.get(user).filter(|_| hub.sees(caller, id, repo)) else {
                continue;
            };
            if let Some(group) = hub.group_of(id) {
                if groups_seen.contains(&group) {
                    continue;
                }
                groups_seen.push(group);
            }
            let row = Row {
                id: id.to_string(),
                kind: id.noun(),
                path: format!("/{}", id.path()),
                key: id.path(),
                at: request.timestamp.to_string(),
                date: day(request.timestamp),
                status: request.status.as_str(),
                cancellable: request.status == Status::Pending,
            };
            rows.push((request.timestamp, row));
        }
        rows.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
        Ok(Self { frame, rows: rows.into_iter().map(|(_, row)| row).collect() })
    }
}

/// A line of a list of repos.
pub(crate) struct RepoLine {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) path: String,
    pub(crate) gated: Option<&'static str>,
    pub(crate) private: bool,
}

impl RepoLine {
    pub(crate) fn new(hub: &Hub, id: &RepoId, repo: &Repo) -> Self {
        Self {
            id: id.to_string(),
            kind: id.noun(),
            path: format!("/{}", id.path()),
            gated: super::repo_head::badge(hub.gate(id, repo).mode),
            private: repo.private,
        }
    }
}

pub(crate) async fn gated_repos(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let hub = app.hub();
    let cancelled = value(&query, "done") == Some("cancelled");
    show(frame, |frame| GatedReposPage::new(&hub, &caller, frame, cancelled))
}

pub(crate) async fn cancel(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    posted: Posted,
) -> Response {
    let mut hub = app.hub_mut();
    match hub.cancel_request(&caller, &RepoId::from_path(posted.value("cancel"))) {
        Ok(()) => see_other("/settings/gated-repos?done=cancelled"),
        Err(error) => rejected(frame, error.into(), |frame| GatedReposPage::new(&hub, &caller, frame, false)),
    }
}
