//! The first page: everything there is, or what one account has.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::gated_repos::RepoLine;
use crate::hub::pages::{Frame, html};
use crate::hub::state::{Caller, Gated, Hub, Name, Role};
use crate::hub::web::auth::Visitor;
use crate::hub::web::response;

/// Everything there is that the caller sees; or, of one account, what is its own.
#[derive(Template)]
#[template(path = "hub/home.html")]
pub(crate) struct HomePage {
    frame: Frame,
    endpoint: String,
    account: Option<AccountLine>,
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
    pub(crate) fn new(hub: &Hub, caller: &Caller, frame: Frame, account: Option<&Name>) -> Self {
        let shown = |owner: &str| account.is_none_or(|name| name.as_str() == owner);
        let repos = hub.repos.iter().filter(|(id, repo)| shown(id.owner()) && hub.sees(caller, id, repo));
        let collections = hub
            .collections
            .iter()
            .filter(|(_, collection)| shown(collection.namespace.as_str()) && hub.sees_collection(caller, collection));
        Self {
            frame,
            endpoint: hub.endpoint.clone(),
            account: account.map(|name| AccountLine::new(hub, name)),
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

/// An account, and its place in organizations.
pub(crate) struct AccountLine {
    pub(crate) name: String,
    pub(crate) fullname: String,
    pub(crate) about: String,
}

impl AccountLine {
    pub(crate) fn new(hub: &Hub, name: &Name) -> Self {
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

pub(crate) async fn home(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame) -> Response {
    let page = HomePage::new(&app.hub(), &caller, frame, None);
    html(StatusCode::OK, &page)
}

/// The page of a user or an organization.
pub(crate) async fn account(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let name = Name::from(name.as_str());
    let page = {
        let hub = app.hub();
        let known = hub.users.contains_key(&name) || hub.organizations.contains_key(&name);
        known.then(|| HomePage::new(&hub, &caller, frame, Some(&name)))
    };
    match page {
        Some(page) => html(StatusCode::OK, &page),
        None => {
            response::unmatched(request.method().clone(), request.uri().clone(), request.extensions().clone()).await
        }
    }
}
