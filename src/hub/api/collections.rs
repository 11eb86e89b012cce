//! Collections, gating groups among them.

use axum::extract::{Path, RawQuery, State};
use serde_json::{Value, json};

use super::accounts::picture_of;
use crate::hub::app::Shared;
use crate::hub::state::gate::Gate;
use crate::hub::state::groups::{Collection, CollectionPatch, GatingPatch, Item};
use crate::hub::state::mail::Frequency;
use crate::hub::state::{Caller, Gated, Hub, HubError, Name, ObjectId};
use crate::hub::web::body::{Payload, expected};
use crate::hub::web::error::HttpError;
use crate::hub::web::query::Query;
use crate::hub::web::response::{self, HttpResult};

const ITEM_KINDS: [(&str, &str); 5] =
    [("model", "model"), ("dataset", "dataset"), ("space", "space"), ("paper", "paper"), ("collection", "collection")];

/// `GET /api/collections`: the newest first, without the items' positions.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
    RawQuery(raw): RawQuery,
) -> HttpResult {
    let hub = app.hub();
    let mut found: Vec<(ObjectId, &Collection)> = hub
        .collections
        .iter()
        .filter(|(_, collection)| {
            hub.sees_collection(&caller, collection)
                && query.get("owner").is_none_or(|owner| collection.namespace == *owner)
                && query.get("item").is_none_or(|item| collection.items.iter().any(|one| is_item(one, item)))
        })
        .map(|(id, collection)| (*id, collection))
        .collect();
    found.sort_by(|(one_id, one), (other_id, other)| (other.last_updated, other_id).cmp(&(one.last_updated, one_id)));
    let page = query.page(found.len(), 100)?;
    let items: Vec<Value> = page
        .of(&found)
        .iter()
        .map(|(id, collection)| {
            let mut reply = described(&hub, &caller, *id, collection);
            if let Some(reply) = reply.as_object_mut() {
                // clients give each collection of a list its position themselves
                reply.remove("position");
            }
            reply
        })
        .collect();
    Ok(page.link(&format!("{}/api/collections", app.endpoint), raw.as_deref(), response::json(&items)))
}

/// Whether `models/ana/net` names an item.
fn is_item(item: &Item, wanted: &str) -> bool {
    wanted.split_once('/').is_some_and(|(kinds, id)| kinds.trim_end_matches('s') == item.kind && id == item.item)
}

/// `POST /api/collections`
pub(crate) async fn create(State(app): State<Shared>, caller: Caller, body: Payload) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let user = caller.required()?.clone();
    let namespace = hub.account(body.text("namespace")?.unwrap_or(user.as_str()))?;
    let title = title(&body)?.ok_or_else(|| HttpError::missing("title"))?;
    let resource_group = body.id("resourceGroupId")?;
    if !hub.edits_collections(&caller, &namespace, resource_group)? {
        return Err(HttpError::new(
            403,
            format!("You don't have the rights to create a collection in the namespace \"{namespace}\""),
        ));
    }
    let items = match body.get("item") {
        Some(item) => vec![new_item(&mut hub, &caller, &Payload::within(item, "item")?, None)?],
        None => Vec::new(),
    };
    let id = hub.next_id();
    let collection = Collection {
        title,
        namespace,
        description: body.short_text("description", 150)?.map(str::to_owned),
        private: body.flag("private")?.unwrap_or_default(),
        resource_group,
        theme: None,
        items,
        last_updated: now,
        gate: Gate::default(),
    };
    hub.collections.insert(id, collection);
    show(&hub, &caller, id)
}

/// The title that a body gives, which may not be blank.
fn title(body: &Payload) -> Result<Option<String>, HttpError> {
    match body.short_text("title", 60)? {
        Some(title) if title.trim().is_empty() => Err(HttpError::missing("title")),
        title => Ok(title.map(str::to_owned)),
    }
}

/// `GET /api/collections/{slug}`
pub(crate) async fn get(State(app): State<Shared>, caller: Caller, Path(slug): Path<(String, String)>) -> HttpResult {
    let hub = app.hub();
    let (id, _) = hub.visible_collection(&caller, &joined(&slug))?;
    show(&hub, &caller, id)
}

/// `PATCH /api/collections/{slug}`
pub(crate) async fn change(
    State(app): State<Shared>,
    caller: Caller,
    Path(slug): Path<(String, String)>,
    body: Payload,
) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let slug = joined(&slug);
    hub.writable_collection(&caller, &slug)?;
    let patch = CollectionPatch {
        title: title(&body)?,
        description: body.short_text("description", 150)?.map(str::to_owned),
        private: body.flag("private")?,
        theme: body.text("theme")?.map(str::to_owned),
        gating: body.get("gating").map(gating_patch).transpose()?,
    };
    let id = hub.change_collection(&caller, &slug, patch, now)?;
    let data = hub.collections.get(&id).map(|collection| described(&hub, &caller, id, collection));
    Ok(response::json(&json!({ "success": true, "data": data })))
}

/// `false`, `{"mode": "auto"}` or `{"mode": "manual", "notifications": {…}}`
fn gating_patch(gating: &Value) -> Result<GatingPatch, HttpError> {
    if gating.as_bool() == Some(false) {
        return Ok(GatingPatch { mode: Some(Gated::No), ..GatingPatch::default() });
    }
    let gating = Payload::within(gating, "gating")?;
    let mode = gating.choice("mode", &[("auto", Gated::Auto), ("manual", Gated::Manual)])?;
    let mode = Some(mode.ok_or_else(|| HttpError::missing("gating.mode"))?);
    let Some(notifications) = gating.get("notifications") else {
        return Ok(GatingPatch { mode, ..GatingPatch::default() });
    };
    let notifications = Payload::within(notifications, "gating.notifications")?;
    let frequency = Some(notifications.choice("mode", &Frequency::WORDS)?.unwrap_or_default());
    Ok(GatingPatch { mode, frequency, email: Some(notifications.text("email")?.unwrap_or_default().to_owned()) })
}

/// The slug of a path's two segments.
fn joined((namespace, slug): &(String, String)) -> String {
    format!("{namespace}/{slug}")
}

/// `DELETE /api/collections/{slug}`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path(slug): Path<(String, String)>,
) -> HttpResult {
    let mut hub = app.hub_mut();
    let id = hub.writable_collection(&caller, &joined(&slug))?;
    hub.collections.remove(&id);
    Ok(response::json(&json!({ "success": true })))
}

/// `POST /api/collections/{slug}/resource-group`
// fidelity: resource-groups
pub(crate) async fn assign(
    State(app): State<Shared>,
    caller: Caller,
    Path(slug): Path<(String, String)>,
    body: Payload,
) -> HttpResult {
    app.hub_mut().assign_collection(&caller, &joined(&slug), body.id("resourceGroupId")?)?;
    Ok(response::json(&json!({ "success": true })))
}

/// `POST /api/collections/{slug}/items`
pub(crate) async fn add_item(
    State(app): State<Shared>,
    caller: Caller,
    Path(slug): Path<(String, String)>,
    body: Payload,
) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let id = hub.writable_collection(&caller, &joined(&slug))?;
    let item = body.get("item").ok_or_else(|| HttpError::missing("item"))?;
    let item = new_item(&mut hub, &caller, &Payload::within(item, "item")?, body.text("note")?)?;
    let mut collection = hub.collections.get(&id).cloned().ok_or_else(not_found)?;
    if collection.items.iter().any(|one| one.kind == item.kind && one.item == item.item) {
        return Err(HttpError::new(409, format!("{} {} is already in this collection", item.kind, item.item)));
    }
    collection.items.push(item);
    collection.last_updated = now;
    if collection.gate.mode != Gated::No {
        hub.check_group(id, &collection)?;
    }
    hub.collections.insert(id, collection);
    show(&hub, &caller, id)
}

fn new_item(hub: &mut Hub, caller: &Caller, body: &Payload, note: Option<&str>) -> Result<Item, HttpError> {
    let kind = body.choice("type", &ITEM_KINDS)?.ok_or_else(|| HttpError::missing("item.type"))?;
    let id = body.text("id")?.ok_or_else(|| HttpError::missing("item.id"))?;
    let note = note.map(str::to_owned);
    let mut item = Item { id: ObjectId::LEAST, kind: kind.to_owned(), item: id.to_owned(), note };
    if let Some(repo) = item.repo() {
        item.item = hub.visible(caller, &repo)?.0.to_string();
    } else if kind == "collection" {
        // the slug, or the id at its end
        let number = ObjectId::parse(Collection::id_text(id)).ok_or_else(not_found)?;
        let collection = hub.collections.get(&number).filter(|found| hub.sees_collection(caller, found));
        item.item = collection.ok_or_else(not_found)?.slug(number);
    }
    item.id = hub.next_id();
    Ok(item)
}

/// `PATCH /api/collections/{slug}/items/{item}`
pub(crate) async fn change_item(
    State(app): State<Shared>,
    caller: Caller,
    Path((namespace, slug, item)): Path<(String, String, String)>,
    body: Payload,
) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let id = hub.writable_collection(&caller, &joined(&(namespace, slug)))?;
    let collection = hub.collections.get_mut(&id).ok_or_else(not_found)?;
    let at = position(collection, &item)?;
    if let Some(note) = body.short_text("note", 500)? {
        collection.items[at].note = Some(note.to_owned());
    }
    if let Some(to) = body.get("position") {
        let to = to.as_u64().ok_or_else(|| expected("number", to, "position"))?;
        let moved = collection.items.remove(at);
        let to = usize::try_from(to).unwrap_or(usize::MAX).min(collection.items.len());
        collection.items.insert(to, moved);
    }
    collection.last_updated = now;
    Ok(response::json(&json!({ "success": true })))
}

/// `DELETE /api/collections/{slug}/items/{item}`
pub(crate) async fn delete_item(
    State(app): State<Shared>,
    caller: Caller,
    Path((namespace, slug, item)): Path<(String, String, String)>,
) -> HttpResult {
    let (mut hub, now) = app.hub_now();
    let id = hub.writable_collection(&caller, &joined(&(namespace, slug)))?;
    let collection = hub.collections.get_mut(&id).ok_or_else(not_found)?;
    let at = position(collection, &item)?;
    collection.items.remove(at);
    collection.last_updated = now;
    Ok(response::json(&json!({ "success": true })))
}

fn position(collection: &Collection, item: &str) -> Result<usize, HttpError> {
    let found = collection.items.iter().position(|one| one.id.to_string() == item);
    found.ok_or_else(|| HttpError::not_found("Item not found"))
}

fn not_found() -> HttpError {
    HubError::CollectionNotFound.into()
}

fn show(hub: &Hub, caller: &Caller, id: ObjectId) -> HttpResult {
    let collection = hub.collections.get(&id).ok_or_else(not_found)?;
    Ok(response::json(&described(hub, caller, id, collection)))
}

fn described(hub: &Hub, caller: &Caller, id: ObjectId, collection: &Collection) -> Value {
    let items = collection.items.iter().enumerate().filter(|(_, item)| hub.sees_item(caller, item));
    let mut reply = json!({
        "slug": collection.slug(id),
        "title": collection.title,
        "description": collection.description,
        "lastUpdated": collection.last_updated,
        "gating": gating(hub, caller, collection),
        "owner": owner(hub, &collection.namespace),
        "items": items.map(|(at, item)| described_item(hub, at, item)).collect::<Vec<_>>(),
        "position": 0,
        "theme": collection.theme.as_deref().unwrap_or("orange"),
        "private": collection.private,
        "shareUrl": format!("{}/collections/{}", hub.endpoint, collection.slug(id)),
        "upvotes": 0,
        "isUpvotedByUser": false,
    });
    if collection.description.is_none()
        && let Some(reply) = reply.as_object_mut()
    {
        reply.remove("description");
    }
    reply
}

/// What admins of the organization set; for others only whether there is a gate.
fn gating(hub: &Hub, caller: &Caller, collection: &Collection) -> Value {
    let gate = &collection.gate;
    match gate.mode {
        Gated::No => json!(false),
        _ if !hub.sets_gates(caller, &collection.namespace) => json!(true),
        Gated::Auto => json!({ "mode": "auto" }),
        Gated::Manual => json!({ "mode": "manual", "notifications": gate.notifications }),
    }
}

fn owner(hub: &Hub, name: &Name) -> Value {
    match (hub.users.get(name), hub.organizations.get(name)) {
        (_, Some(organization)) => json!({
            "_id": organization.id, "avatarUrl": picture_of(&hub.endpoint, name), "fullname": organization.fullname(name),
            "name": name, "type": "org",
        }),
        (user, None) => json!({
            "_id": user.map(|user| user.id), "avatarUrl": picture_of(&hub.endpoint, name), "fullname": hub.fullname(name),
            "name": name, "type": "user",
        }),
    }
}

fn described_item(hub: &Hub, at: usize, item: &Item) -> Value {
    let mut reply = json!({ "_id": item.id, "id": item.item, "type": item.kind, "position": at });
    if let Some(note) = &item.note {
        reply["note"] = json!({ "text": note, "html": note.replace('&', "&amp;").replace('<', "&lt;") });
    }
    if item.kind == "collection" {
        reply["slug"] = json!(item.item);
        reply["id"] = json!(Collection::id_text(&item.item));
    }
    if let Some((id, repo)) = item.repo().and_then(|id| hub.repos.get_key_value(&id)) {
        reply["repoType"] = json!(item.kind);
        reply["author"] = json!(id.owner());
        reply["gated"] = json!(hub.gate(id, repo).mode);
        reply["private"] = json!(repo.private);
        reply["lastModified"] = json!(repo.last_modified);
    }
    reply
}
