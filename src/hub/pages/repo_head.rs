//! The head of each page of a repo.

use askama::Template;

use crate::hub::state::{Caller, Gated, Hub, Repo, RepoId};

/// The head of each page of a repo.
#[derive(Template)]
#[template(path = "hub/repo_head.html")]
pub(crate) struct RepoHead {
    pub(crate) kind: &'static str,
    owner: String,
    name: String,
    path: String,
    gated: Option<&'static str>,
    private: bool,
    manages: bool,
    /// Why visitors from where the caller is get no files.
    notice: Option<String>,
    tab: Tab,
}

/// What of a repo is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Card,
    Files,
    Settings,
}

impl RepoHead {
    pub(crate) fn new(hub: &Hub, caller: &Caller, id: &RepoId, repo: &Repo, tab: Tab) -> Self {
        Self {
            kind: id.noun(),
            owner: id.owner().to_owned(),
            name: id.name().to_owned(),
            path: format!("/{}", id.path()),
            gated: badge(hub.gate(id, repo).mode),
            private: repo.private,
            manages: caller.user.as_ref().is_some_and(|user| hub.writes(user, id, repo)),
            notice: hub.available(caller, id).err().map(|closed| closed.to_string()),
            tab,
        }
    }

    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }
}

/// What a list says of a gate.
pub(crate) fn badge(mode: Gated) -> Option<&'static str> {
    match mode {
        Gated::No => None,
        Gated::Auto | Gated::Manual => Some("Gated"),
    }
}
