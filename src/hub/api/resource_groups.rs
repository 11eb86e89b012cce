//! Resource groups of organizations, and which one a repo is in.

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::accounts::{find, picture_of};
use crate::hub::app::Shared;
use crate::hub::state::accounts::ResourceGroup;
use crate::hub::state::{Caller, Hub, HubError, Name, ObjectId};
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// `GET /api/organizations/{org}/resource-groups`: those of the caller, and for admins all.
// fidelity: resource-groups
pub(crate) async fn list(State(app): State<Shared>, caller: Caller, Path(org): Path<String>) -> HttpResult {
    let hub = app.hub();
    Ok(response::json(&shown(&hub, &caller, &org)?))
}

/// `GET /api/organizations/{org}/resource-groups/{group}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path((org, group)): Path<(String, ObjectId)>,
) -> HttpResult {
    let hub = app.hub();
    let found = shown(&hub, &caller, &org)?.into_iter().find(|found| found["id"] == json!(group));
    Ok(response::json(&found.ok_or(HubError::ResourceGroupNotFound)?))
}

fn shown(hub: &Hub, caller: &Caller, org: &str) -> Result<Vec<Value>, HttpError> {
    let user = caller.required()?;
    let (name, organization) = find(hub, org)?;
    organization.role(user).ok_or(HubError::Forbidden)?;
    let groups = organization.resource_groups.iter().filter(|group| organization.shows_group(group, user));
    Ok(groups.map(|group| described(hub, name, group)).collect())
}

fn described(hub: &Hub, org: &Name, group: &ResourceGroup) -> Value {
    let users = group.members.iter().map(|member| {
        json!({
            "type": "user", "_id": hub.users.get(&member.user).map(|user| user.id),
            "fullname": hub.fullname(&member.user), "name": member.user,
            "avatarUrl": picture_of(&hub.endpoint, &member.user), "role": member.role.as_str(),
        })
    });
    let repos = hub.repos.iter().filter(|(id, repo)| *org == *id.owner() && repo.resource_group == Some(group.id));
    let repos: Vec<Value> =
        repos.map(|(id, repo)| json!({ "type": id.noun(), "name": id.id, "private": repo.private })).collect();
    json!({
        "id": group.id, "name": group.name, "description": null, "autoJoin": { "enabled": false },
        "users": users.collect::<Vec<_>>(), "resources": repos, "repos": repos,
    })
}

/// What a repo says of its group.
pub(crate) fn brief(group: &ResourceGroup) -> Value {
    json!({ "id": group.id, "name": group.name, "numUsers": group.members.len() })
}

/// `GET /api/{kind}/{ns}/{name}/resource-group`
pub(crate) async fn of_repo(State(app): State<Shared>, caller: Caller, at: RepoPath) -> HttpResult {
    let hub = app.hub();
    let (id, repo) = hub.writable(&caller, &at.id)?;
    let group = hub.resource_group_of(id, repo).ok_or(HubError::ResourceGroupNotFound)?;
    Ok(response::json(&brief(group)))
}

/// `POST /api/{kind}/{ns}/{name}/resource-group`
pub(crate) async fn assign(State(app): State<Shared>, caller: Caller, at: RepoPath, body: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    let by = caller.user.clone();
    let repo = hub.assign_resource_group(&caller, &at.id, body.id("resourceGroupId")?)?;
    Ok(response::json(&json!({
        "name": at.id.id, "type": at.id.noun(), "private": repo.private, "addedBy": by,
    })))
}
