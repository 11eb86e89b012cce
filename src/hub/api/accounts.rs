//! Users and organizations, and the search for them.

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::Response;
use axum::http::header::HeaderValue;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::card::RepoType;
use crate::hub::app::Shared;
use crate::hub::app::cpu_pool::aside;
use crate::hub::state::accounts::Profile;
use crate::hub::state::{Caller, Hub, Name, ObjectId, Organization, Plan, Role};
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{self, HttpResult};

/// At most this many accounts in an answer to a search.
const SEARCH_RESULTS: usize = 20;

/// `GET /api/users/{user}/overview`
// fidelity: accounts
pub(crate) async fn user(State(app): State<Shared>, caller: Caller, Path(name): Path<String>) -> HttpResult {
    let hub = app.hub();
    let Some((name, user)) = hub.users.get_key_value(&Name::from(name)) else {
        return Err(HttpError::not_found("This user does not exist"));
    };
    let orgs: Vec<Value> = hub
        .memberships(name)
        .map(|(org, organization, _)| {
            json!({
                "id": organization.id, "name": org, "fullname": organization.fullname(org),
                "avatarUrl": picture_of(&app.endpoint, org),
            })
        })
        .collect();
    let mut body = json!({
        "_id": user.id, "avatarUrl": picture_of(&app.endpoint, name), "isPro": false, "fullname": hub.fullname(name), "user": name,
        "type": "user", "orgs": orgs, "isFollowing": false,
    });
    add_counts(&mut body, &hub, name, &caller);
    Ok(response::json(&body))
}

/// `GET /api/organizations/{org}/overview`
pub(crate) async fn organization(State(app): State<Shared>, caller: Caller, Path(name): Path<String>) -> HttpResult {
    let hub = app.hub();
    let (name, organization) = find(&hub, &name)?;
    let mut body = json!({
        "_id": organization.id, "avatarUrl": picture_of(&app.endpoint, name), "name": name, "fullname": organization.fullname(name),
        "type": "org", "isVerified": false, "isFollowing": false, "numUsers": organization.members.len(),
    });
    if let (true, Some(body)) = (organization.plan != Plan::Free, body.as_object_mut()) {
        body.insert("plan".into(), json!(organization.plan));
    }
    add_counts(&mut body, &hub, name, &caller);
    Ok(response::json(&body))
}

fn add_counts(body: &mut Value, hub: &Hub, name: &Name, caller: &Caller) {
    let Some(body) = body.as_object_mut() else { return };
    let counts = hub.repo_counts(name, caller);
    for (key, kind) in
        [("numModels", RepoType::Model), ("numDatasets", RepoType::Dataset), ("numSpaces", RepoType::Space)]
    {
        body.insert(key.into(), counts.get(&kind).copied().unwrap_or_default().into());
    }
    for key in ["numDiscussions", "numPapers", "numUpvotes", "numLikes", "numFollowing", "numFollowers"] {
        body.insert(key.into(), 0.into());
    }
}

/// `GET /api/organizations/{org}/members`: roles are shown to members.
pub(crate) async fn members(State(app): State<Shared>, caller: Caller, Path(name): Path<String>) -> HttpResult {
    let hub = app.hub();
    let (_, organization) = find(&hub, &name)?;
    let inside = caller.user.as_ref().is_some_and(|user| organization.role(user).is_some());
    let members: Vec<ListedMember> = organization
        .members
        .iter()
        .map(|member| ListedMember {
            person: Person::new(&hub, &hub.profile(&member.user)),
            role: inside.then(|| member.role.as_str()),
        })
        .collect();
    Ok(response::json(&members))
}

/// `GET /api/organizations/{org}/followers`: the mock's accounts follow nobody.
pub(crate) async fn followers(State(app): State<Shared>, Path(name): Path<String>) -> HttpResult {
    find(&app.hub(), &name)?;
    Ok(response::json(&json!([])))
}

/// `PUT /api/organizations/{org}/members/{user}/role`
pub(crate) async fn change_role(
    State(app): State<Shared>,
    caller: Caller,
    Path((name, member)): Path<(String, String)>,
    body: Payload,
) -> HttpResult {
    let mut hub = app.hub_mut();
    let (name, organization) = find(&hub, &name)?;
    let name = name.clone();
    if organization.role(caller.required()?) != Some(Role::Admin) || !caller.may_write_all() {
        return Err(HttpError::forbidden());
    }
    let role = body.needed_choice("role", &Role::ALL.map(|role| (role.as_str(), role)))?;
    let member = Name::from(member);
    let members = hub.organizations.get_mut(&name).map(|organization| organization.members.iter_mut());
    let Some(found) = members.into_iter().flatten().find(|found| found.user == member) else {
        return Err(HttpError::not_found("User not found"));
    };
    found.role = role;
    Ok(response::json(&json!({})))
}

/// `GET /api/quicksearch`: accounts and repos whose name holds the text.
pub(crate) async fn quicksearch(State(app): State<Shared>, caller: Caller, RawQuery(query): RawQuery) -> HttpResult {
    let query = query.unwrap_or_default();
    let mut wanted = String::new();
    let mut kinds: Vec<String> = Vec::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*key {
            "q" => wanted = value.to_ascii_lowercase(),
            "type" => kinds.push(value.into_owned()),
            _ => {}
        }
    }
    // Of many accounts it takes long.
    let found = aside(move || search(&app.hub(), &caller, &wanted, &kinds)).await?;
    Ok(response::json(&found))
}

/// The accounts and repos of these kinds, of all where there are none, whose names hold a text in lowercase.
fn search(hub: &Hub, caller: &Caller, wanted: &str, kinds: &[String]) -> Map<String, Value> {
    let asked = |kind: &str| kinds.is_empty() || kinds.iter().any(|asked| asked == kind);
    let fits = |text: &str| text.to_ascii_lowercase().contains(wanted);
    let mut body = Map::new();
    if asked("user") {
        let users =
            hub.users.keys().filter(|name| fits(name.as_str()) || fits(hub.fullname(name))).take(SEARCH_RESULTS);
        let users: Vec<Person> = users.map(|name| Person::new(hub, &hub.profile(name))).collect();
        body.insert("users".into(), json!(users));
    }
    if asked("org") {
        let orgs = hub.organizations.iter().filter(|(name, _)| fits(name.as_str())).take(SEARCH_RESULTS);
        let orgs: Vec<Value> = orgs
            .map(|(name, organization)| {
                json!({
                    "_id": organization.id, "avatarUrl": picture_of(&hub.endpoint, name), "fullname": organization.fullname(name),
                    "name": name,
                })
            })
            .collect();
        body.insert("orgs".into(), orgs.into());
    }
    for (kind, key, of) in [
        ("model", "models", RepoType::Model),
        ("dataset", "datasets", RepoType::Dataset),
        ("space", "spaces", RepoType::Space),
    ] {
        if asked(kind) {
            let repos = hub.repos.iter().filter(|(id, repo)| id.kind == of && hub.sees(caller, id, repo));
            let repos = repos.filter(|(id, _)| fits(id.id.as_str())).take(SEARCH_RESULTS);
            let repos: Vec<Value> = repos.map(|(id, repo)| json!({ "_id": repo.id, "id": id.id })).collect();
            body.insert(key.into(), repos.into());
        }
    }
    body
}

/// `PATCH /api/settings/notifications`: taken and without effect.
pub(crate) async fn notifications(caller: Caller, body: Payload) -> HttpResult {
    caller.required()?;
    if !caller.may_propose() {
        return Err(HttpError::forbidden());
    }
    if let Some(notifications) = body.get("notifications") {
        Payload::within(notifications, "notifications")?;
    }
    Ok(response::json(&json!({})))
}

/// `GET /avatars/{name}.svg`: a coloured square, the colour by the name.
pub(crate) async fn avatar(Path(picture): Path<String>) -> Response<Body> {
    let hue = picture.bytes().fold(0_u32, |hue, byte| (hue * 31 + u32::from(byte)) % 360);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\"><rect width=\"64\" height=\"64\" fill=\"hsl({hue} 60% 50%)\"/></svg>"
    );
    response::generated(HeaderValue::from_static("image/svg+xml"), svg.into())
}

pub(super) fn find<'a>(hub: &'a Hub, name: &str) -> Result<(&'a Name, &'a Organization), HttpError> {
    hub.organization(name).ok_or_else(|| HttpError::not_found("This organization does not exist"))
}

/// A member as the list of an organization shows one.
#[derive(Serialize)]
struct ListedMember<'a> {
    #[serde(flatten)]
    person: Person<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
}

/// A user as the lists of the API show one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person<'a> {
    #[serde(rename = "_id")]
    id: Option<ObjectId>,
    avatar_url: String,
    is_pro: bool,
    fullname: &'a str,
    user: &'a Name,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> Person<'a> {
    pub(crate) fn new(hub: &Hub, profile: &Profile<'a>) -> Self {
        Self {
            id: profile.id,
            avatar_url: picture_of(&hub.endpoint, profile.name),
            is_pro: false,
            fullname: profile.fullname,
            user: profile.name,
            kind: "user",
        }
    }
}

/// The picture of an account: an address of this server.
pub(crate) fn picture_of(endpoint: &str, name: &Name) -> String {
    format!("{}{}.svg", pictures(endpoint), name.as_str().to_ascii_lowercase())
}

/// What comes before an account's name in the address of its picture.
pub(super) fn pictures(endpoint: &str) -> String {
    format!("{endpoint}/avatars/")
}
