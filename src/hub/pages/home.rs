//! The first page, and the login page.

use askama::Template;

use super::Frame;
use super::gated_repos::RepoLine;
use crate::hub::http::identity::local;
use crate::hub::state::{Caller, Gated, Hub, Name, Role};

/// Everything there is that the caller sees; or, of one account, what is its own.
#[derive(Template)]
#[template(path = "hub/home.html")]
pub(super) struct HomePage {
    frame: Frame,
    endpoint: String,
    account: Option<Person>,
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
    /// The page of everything, or of `account`.
    pub(super) fn new(hub: &Hub, caller: &Caller, frame: Frame, account: Option<&Name>) -> Self {
        let shown = |owner: &str| account.is_none_or(|name| name.as_str() == owner);
        let repos = hub.repos.iter().filter(|(id, repo)| shown(id.owner()) && hub.sees(caller, id, repo));
        let collections = hub
            .collections
            .iter()
            .filter(|(_, collection)| shown(collection.namespace.as_str()) && hub.sees_collection(caller, collection));
        Self {
            frame,
            endpoint: hub.endpoint.clone(),
            account: account.map(|name| Person::new(hub, name)),
            repos: repos.map(|(id, repo)| RepoLine::new(hub, id, repo)).collect(),
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
    users: Vec<Person>,
}

/// An account, and its place in organizations.
struct Person {
    name: String,
    fullname: String,
    about: String,
}

impl LoginPage {
    pub(super) fn new(hub: &Hub, frame: Frame, next: &str) -> Self {
        let users = hub.users.keys().map(|name| Person::new(hub, name));
        Self { frame, next: local(next).to_owned(), users: users.collect() }
    }
}

impl Person {
    fn new(hub: &Hub, name: &Name) -> Self {
        let roles: Vec<String> = hub
            .memberships(name)
            .map(|(organization, _, role)| match role {
                Role::Admin => format!("admin of {organization}"),
                role => format!("member of {organization} (role {})", role.as_str()),
            })
            .collect();
        let organization = hub.organizations.get(name).map(|organization| organization.fullname(name));
        let fullname = organization.unwrap_or_else(|| hub.fullname(name));
        Self { name: name.to_string(), fullname: fullname.to_owned(), about: roles.join(", ") }
    }
}
