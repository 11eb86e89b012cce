//! The first page, and the login page.

use askama::Template;

use super::Frame;
use super::gated_repos::RepoLine;
use crate::hub::http::identity::local;
use crate::hub::state::{Caller, Gated, Hub};

/// Everything there is that the caller sees.
#[derive(Template)]
#[template(path = "hub/home.html")]
pub(super) struct HomePage {
    frame: Frame,
    endpoint: String,
    repos: Vec<RepoLine>,
    collections: Vec<CollectionLine>,
}

struct CollectionLine {
    title: String,
    namespace: String,
    path: String,
    gating: bool,
}

impl HomePage {
    pub(super) fn new(hub: &Hub, caller: &Caller, frame: Frame) -> Self {
        let repos = hub.repos.iter().filter(|(id, repo)| hub.sees(caller, id, repo));
        let collections =
            hub.collections.iter().filter(|(_, collection)| super::collection::sees(hub, caller, collection));
        Self {
            frame,
            endpoint: hub.endpoint.clone(),
            repos: repos.map(|(id, repo)| RepoLine::new(id, hub.gate(id, repo).mode)).collect(),
            collections: collections
                .map(|(id, collection)| CollectionLine {
                    title: collection.title.clone(),
                    namespace: collection.namespace.to_string(),
                    path: format!("/collections/{}", collection.slug(*id)),
                    gating: collection.gate.mode != Gated::No,
                })
                .collect(),
        }
    }
}

/// The seed's users, one button each.
#[derive(Template)]
#[template(path = "hub/login.html")]
pub(super) struct LoginPage {
    frame: Frame,
    next: String,
    users: Vec<LoginUser>,
}

struct LoginUser {
    name: String,
    fullname: String,
    about: String,
}

impl LoginPage {
    pub(super) fn new(hub: &Hub, frame: Frame, next: &str) -> Self {
        let users = hub.users.keys().map(|name| {
            let roles: Vec<String> = hub
                .memberships(name)
                .map(|(organization, _, role)| format!("{} of {organization}", role.as_str()))
                .collect();
            LoginUser { name: name.to_string(), fullname: hub.fullname(name).to_owned(), about: roles.join(", ") }
        });
        Self { frame, next: local(next).to_owned(), users: users.collect() }
    }
}
