//! Repos themselves: made, moved, removed, found and described.

use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::eval_results;
use super::repo_info::describe;
use crate::card::{CARD_NAME, RepoType};
use crate::hub::app::list_cache::About;
use crate::hub::app::{Shared, lock};
use crate::hub::state::files::{FileEntry, NewFile, Signature};
use crate::hub::state::repos::NewFiles;
use crate::hub::state::{Caller, Hub, HubError, Name, ObjectId, Repo, RepoId, Time};
use crate::hub::web::address::kind_named;
use crate::hub::web::body::{self, Payload};
use crate::hub::web::error::HttpError;
use crate::hub::web::javascript;
use crate::hub::web::query::Query;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// A new repo with the files it starts with, at most this many bytes.
const LARGEST_START: usize = 64 << 20;

/// What `POST /api/repos/create` takes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewRepo {
    name: String,
    organization: Option<String>,
    #[serde(rename = "type")]
    kind: Option<RepoType>,
    private: Option<bool>,
    visibility: Option<String>,
    license: Option<String>,
    sdk: Option<String>,
    resource_group_id: Option<ObjectId>,
    #[serde(default)]
    files: Vec<StartFile>,
}

#[derive(Deserialize)]
struct StartFile {
    path: String,
    content: String,
    encoding: Option<String>,
}

/// `POST /api/repos/create`
pub(crate) async fn create(State(app): State<Shared>, caller: Caller, body: Body) -> HttpResult {
    let bytes = body::read(body, LARGEST_START).await?;
    let new: NewRepo = app.cpu.run(move || body::parse(&bytes)).await??;
    let creatable = |hub: &Hub| -> Result<Result<(RepoId, bool), Response<Body>>, HttpError> {
        let user = caller.required()?;
        let owner = hub.account(new.organization.as_deref().unwrap_or(user.as_str()))?;
        let id = RepoId::new(new.kind.unwrap_or(RepoType::Model), &format!("{owner}/{}", new.name));
        if !hub.may_create_in(&caller, &id, new.resource_group_id)? {
            return Err(not_in_namespace(&id));
        }
        if !Name::is_valid(&new.name) || new.name.to_ascii_lowercase().ends_with(".git") {
            return Err(invalid_name("name"));
        }
        if let Some((id, _)) = hub.repos.get_key_value(&id) {
            return Ok(Err(conflict(hub, id)));
        }
        let private = match new.visibility.as_deref() {
            Some(visibility) => visibility != "public",
            None => {
                new.private.unwrap_or_else(|| hub.organizations.get(&owner).is_some_and(|org| org.private_by_default))
            }
        };
        Ok(Ok((id, private)))
    };
    let (kind, who) = {
        let hub = app.hub();
        match creatable(&hub)? {
            Ok((id, _)) => (id.kind, hub.signature(caller.required()?, app.clock.now())),
            Err(conflict) => return Ok(conflict),
        }
    };
    let start = start_files(&new)?;
    let files = app.cpu.run(move || NewFiles::new(kind, start, &who)).await??;
    let (mut hub, now) = app.hub_now();
    // Somebody else may have been faster.
    let (id, private) = match creatable(&hub)? {
        Ok(found) => found,
        Err(conflict) => return Ok(conflict),
    };
    let repo = hub.add_repo(id.clone(), Some(caller.required()?.clone()), now)?;
    repo.private = private;
    repo.resource_group = new.resource_group_id;
    repo.put(files, now);
    let number = repo.id;
    Ok(response::json(&json!({ "url": hub.url(&id), "name": id.id, "id": number })))
}

/// The 409 that says where the repo is: `huggingface_hub` reads its `url`.
pub(super) fn conflict(hub: &Hub, id: &RepoId) -> Response<Body> {
    let message = HubError::RepoExists(id.clone()).to_string();
    let mut answer = response::json(&json!({ "error": message, "url": hub.url(id), "name": id.id }));
    *answer.status_mut() = axum::http::StatusCode::CONFLICT;
    answer
}

fn start_files(new: &NewRepo) -> Result<Vec<NewFile>, HttpError> {
    let mut files = Vec::new();
    for file in &new.files {
        let bytes = match file.encoding.as_deref() {
            Some("base64") => body::base64(&file.content)?,
            _ => file.content.clone().into_bytes(),
        };
        files.push(NewFile { path: file.path.clone(), bytes, lfs: None });
    }
    let license = new.license.as_ref().map(|license| format!("license: {license}\n")).unwrap_or_default();
    let sdk = new.sdk.as_ref().map(|sdk| format!("title: {}\nsdk: {sdk}\n", new.name)).unwrap_or_default();
    let metadata = license + &sdk;
    if !metadata.is_empty() && !files.iter().any(|file| file.path == CARD_NAME) {
        files.push(NewFile { path: CARD_NAME.into(), bytes: format!("---\n{metadata}---\n").into(), lfs: None });
    }
    Ok(files)
}

/// `DELETE /api/repos/delete`
pub(crate) async fn delete(State(app): State<Shared>, caller: Caller, payload: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    let user = caller.required()?.clone();
    let owner = payload.text("organization")?.unwrap_or(user.as_str());
    let name = payload.text("name")?.ok_or_else(|| HttpError::missing("name"))?;
    let asked =
        RepoId::new(kind_of(&payload)?, &if name.contains('/') { name.to_owned() } else { format!("{owner}/{name}") });
    let id = hub.writable(&caller, &hub.follow(&asked))?.0.clone();
    hub.repos.remove(&id);
    hub.moved.retain(|_, to| *to != id);
    Ok(response::text("OK"))
}

/// `POST /api/repos/move`
pub(crate) async fn rename(State(app): State<Shared>, caller: Caller, payload: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    let kind = kind_of(&payload)?;
    let id = |key: &str| -> Result<RepoId, HttpError> {
        Ok(RepoId::new(kind, payload.text(key)?.ok_or_else(|| HttpError::missing(key))?))
    };
    let (from, to) = (id("fromRepo")?, id("toRepo")?);
    let from = hub.writable(&caller, &hub.follow(&from))?.0.clone();
    if !hub.may_create(&caller, &to) {
        return Err(not_in_namespace(&to));
    }
    if !Name::is_valid(to.name()) {
        return Err(invalid_name("toRepo"));
    }
    if from != to && hub.repos.contains_key(&to) {
        return Err(HttpError::new(409, format!("A {} repository called `{to}` already exists", to.noun())));
    }
    hub.move_repo(&from, to);
    Ok(response::text("OK"))
}

pub(super) fn kind_of(payload: &Payload) -> Result<RepoType, HttpError> {
    let kinds = [("model", RepoType::Model), ("dataset", RepoType::Dataset), ("space", RepoType::Space)];
    Ok(payload.choice("type", &kinds)?.unwrap_or(RepoType::Model))
}

/// `GET /api/{kind}/{ns}/{name}` and `…/revision/{revision}`: kept until the state changes.
pub(crate) async fn info(
    State(app): State<Shared>,
    caller: Caller,
    path: RepoPath,
    query: Query,
    RawQuery(raw): RawQuery,
) -> HttpResult {
    let revision = if path.revision().is_empty() { "HEAD" } else { path.revision() };
    let (wanted, unparsed) = {
        let hub = app.hub();
        let (id, repo) = hub.visible(&caller, &path.id)?;
        let masked = hub.admit(&caller, id, repo).is_err();
        let asked = format!("{}?{}", path.revision(), raw.unwrap_or_default());
        let wanted = (id.clone(), About::Repo { masked }, asked);
        if let Some(kept) = lock(&app.lists).get(app.changes(), &wanted) {
            return Ok(kept.map(Body::from));
        }
        if !path.revision().is_empty() || repo.files.resolve(revision).is_some() {
            repo.files.commit_id(revision)?;
        }
        (wanted, repo.files.resolve(revision).and_then(|commit| repo.unparsed_card(id.kind, commit)))
    };
    if let Some(card) = unparsed {
        app.cpu.run(move || card.parse()).await?;
    }
    let expand = query.all("expand");
    let (mut info, changes, masked, results) = {
        let hub = app.hub();
        let changes = app.changes();
        let (id, repo) = hub.visible(&caller, &path.id)?;
        let masked = hub.admit(&caller, id, repo).is_err();
        let mut info = describe(&hub, &caller, id, repo, revision, query.flag("blobs"));
        if !expand.is_empty() {
            keep(&mut info, &expand);
        }
        let head = repo.files.resolve(revision);
        let wanted = head.filter(|_| expand.contains(&"evalResults") && id.kind == RepoType::Model);
        (info, changes, masked, wanted.map(|head| eval_results::files(&repo.files, head)))
    };
    if let Some(files) = results {
        info.insert("evalResults".to_owned(), app.cpu.run(move || eval_results::entries(files)).await?);
    }
    let body = javascript::to_vec(&info).map_err(|error| HttpError::bad_request(error.to_string()))?;
    let whole = response::whole(response::JSON, body.into());
    lock(&app.lists).keep(changes, (wanted.0, About::Repo { masked }, wanted.2), &whole);
    Ok(whole.map(Body::from))
}

/// Leaves the ids and what a query asks for by `expand`.
fn keep(info: &mut Map<String, Value>, wanted: &[&str]) {
    info.retain(|key, _| key == "_id" || key == "id" || wanted.contains(&key.as_str()));
}

/// `GET /api/{kind}`
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    Path(kind): Path<String>,
    query: Query,
    RawQuery(raw): RawQuery,
    request: Request,
) -> HttpResult {
    let Some(kind) = kind_named(&kind) else {
        return Ok(
            response::unmatched(request.method().clone(), request.uri().clone(), request.extensions().clone()).await
        );
    };
    let hub = app.hub();
    let full = query.flag("full") || query.flag("blobs") || !query.all("expand").is_empty();
    let wanted = query.all("expand");
    let gated = query.boolean("gated")?;
    let mut found: Vec<(Time, Map<String, Value>)> = hub
        .repos
        .iter()
        .filter(|(id, repo)| id.kind == kind && hub.sees(&caller, id, repo) && fits(&hub, id, repo, &query, gated))
        .map(|(id, repo)| (repo.last_modified, describe(&hub, &caller, id, repo, "HEAD", query.flag("blobs"))))
        .filter(|(_, info)| has_tags(info, &query))
        .collect();
    found.sort_by(|(one, _), (other, _)| other.cmp(one));
    if query.get("direction") == Some("1") {
        found.reverse();
    }
    let page = query.page(found.len(), 1000)?;
    let items: Vec<Map<String, Value>> = page
        .of(&found)
        .iter()
        .map(|(_, info)| {
            let mut info = info.clone();
            if !wanted.is_empty() {
                keep(&mut info, &wanted);
            } else if !full {
                for key in ["siblings", "cardData", "usedStorage", "config", "model-index", "spaces"] {
                    info.remove(key);
                }
            }
            info
        })
        .collect();
    Ok(page.link(&format!("{}/api/{}", app.endpoint, kind.plural()), raw.as_deref(), response::json(&items)))
}

fn fits(hub: &Hub, id: &RepoId, repo: &Repo, query: &Query, gated: Option<bool>) -> bool {
    let is_gated = hub.gate(id, repo).mode != crate::hub::state::Gated::No;
    query.get("author").is_none_or(|author| id.owner().eq_ignore_ascii_case(author))
        && query.get("search").is_none_or(|text| id.to_string().to_lowercase().contains(&text.to_lowercase()))
        && gated.is_none_or(|gated| gated == is_gated)
}

fn has_tags(info: &Map<String, Value>, query: &Query) -> bool {
    let tags: Vec<&str> = info["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    query.all("filter").iter().flat_map(|filter| filter.split(',')).all(|filter| tags.contains(&filter))
}

impl Hub {
    /// Who a commit is by.
    pub(crate) fn signature(&self, user: &Name, time: Time) -> Signature {
        Signature { name: user.to_string(), email: self.email(user), time }
    }
}

pub(super) fn invalid_name(at: &str) -> HttpError {
    HttpError::invalid("Invalid repo name: letters, digits, `-`, `_` and `.`, at most 96", at)
}

/// The error for writing in somebody else's namespace.
// fidelity: foreign-namespace
pub(super) fn not_in_namespace(id: &RepoId) -> HttpError {
    HttpError::new(403, format!("You don't have the rights to create a {} under this namespace", id.noun()))
}

/// `GET /api/settings/repositories`: what the caller owns, with its size.
pub(crate) async fn own_storage(State(app): State<Shared>, caller: Caller) -> HttpResult {
    let hub = app.hub();
    let user = caller.required()?;
    Ok(response::json(&storage(&hub, user)))
}

/// `GET /api/organizations/{org}/settings/repositories`
pub(crate) async fn organization_storage(
    State(app): State<Shared>,
    caller: Caller,
    Path(org): Path<String>,
) -> HttpResult {
    let hub = app.hub();
    let user = caller.required()?;
    hub.role_at(&org, user).ok_or_else(HttpError::forbidden)?;
    Ok(response::json(&storage(&hub, &Name::from(org))))
}

fn storage(hub: &Hub, owner: &Name) -> Vec<Value> {
    let own = hub.repos.iter().filter(|(id, _)| *owner == *id.owner());
    let sized: Vec<(&RepoId, &Repo, u64)> = own
        .map(|(id, repo)| {
            let files = repo.files.resolve("HEAD").map(|head| repo.files.all_files(head)).unwrap_or_default();
            (id, repo, files.iter().map(FileEntry::size).sum())
        })
        .collect();
    let total: u64 = sized.iter().map(|(_, _, size)| size).sum();
    let items = sized.into_iter().map(|(id, repo, size)| {
        json!({
            "id": id.id, "type": id.noun(), "updatedAt": repo.last_modified,
            "visibility": if repo.private { "private" } else { "public" },
            "storage": size, "storagePercent": (size * 100).checked_div(total).unwrap_or_default(),
        })
    });
    items.collect()
}
