//! `/settings/gated-repos`: what a user asked for.

use askama::Template;

use super::Frame;
use super::review::day;
use crate::card::RepoType;
use crate::hub::state::{Caller, Hub, HubError, Repo, RepoId, Status, Time};

/// The requester's page.
#[derive(Template)]
#[template(path = "hub/gated_repos.html")]
pub(super) struct GatedReposPage {
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
    pub(super) fn new(hub: &Hub, caller: &Caller, mut frame: Frame, cancelled: bool) -> Result<Self, HubError> {
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

/// The repo that the path of its page names: `datasets/ana/voices`, `ana/model`.
pub(super) fn repo_at(path: &str) -> RepoId {
    if let Some(id) = path.strip_prefix("datasets/") {
        RepoId::new(RepoType::Dataset, id)
    } else if let Some(id) = path.strip_prefix("spaces/") {
        RepoId::new(RepoType::Space, id)
    } else {
        RepoId::new(RepoType::Model, path)
    }
}

/// A line of a list of repos.
pub(super) struct RepoLine {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) path: String,
    pub(super) gated: Option<&'static str>,
    pub(super) private: bool,
}

impl RepoLine {
    pub(super) fn new(hub: &Hub, id: &RepoId, repo: &Repo) -> Self {
        Self {
            id: id.to_string(),
            kind: id.noun(),
            path: format!("/{}", id.path()),
            gated: super::repo::badge(hub.gate(id, repo).mode),
            private: repo.private,
        }
    }
}
