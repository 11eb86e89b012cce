//! The page of a collection, with the settings of its gating group.

use askama::Template;

use crate::hub::app::Shared;
use crate::hub::pages::Frame;
use crate::hub::pages::settings::{is_address, posted_mode};
use crate::hub::pages::{rejected, show};
use crate::hub::state::accounts::Role;
use crate::hub::state::mail::Frequency;
use crate::hub::state::{Caller, Collection, Gated, Hub, HubError, Name, ObjectId};
use crate::hub::web::auth::Visitor;
use crate::hub::web::form::Posted;
use crate::hub::web::form::value;
use crate::hub::web::response::see_other;
use axum::extract::{Path, Query, State};
use axum::response::Response;

/// The page.
#[derive(Template)]
#[template(path = "hub/collection.html")]
pub(crate) struct CollectionPage {
    frame: Frame,
    title: String,
    namespace: String,
    description: Option<String>,
    gating: Option<&'static str>,
    items: Vec<ItemLine>,
    settings: Option<GroupSettings>,
}

struct ItemLine {
    id: String,
    kind: String,
    path: String,
}

struct GroupSettings {
    mode: &'static str,
    real_time: bool,
    email: String,
    /// Why the collection cannot be a gating group.
    refusal: Option<String>,
}

impl GroupSettings {
    #[expect(clippy::unused_self, reason = "the template asks the settings")]
    fn modes(&self) -> [(&'static str, &'static str); 3] {
        [("false", "No gating group"), ("auto", "Automatic"), ("manual", "Manual Review")]
    }
}

impl CollectionPage {
    pub(crate) fn new(hub: &Hub, caller: &Caller, mut frame: Frame, slug: &str, saved: bool) -> Result<Self, HubError> {
        let (group, collection) = find(hub, caller, slug)?;
        if saved {
            frame.notice = Some("Saved.");
        }
        let mode = collection.gate.mode;
        let settings = manages(hub, caller, collection).then(|| GroupSettings {
            mode: mode.as_str(),
            real_time: collection.gate.notifications.mode == Frequency::RealTime,
            email: collection.gate.notifications.email.clone().unwrap_or_default(),
            refusal: hub.check_group(group, collection).err().map(|refusal| refusal.message),
        });
        Ok(Self {
            frame,
            title: collection.title.clone(),
            namespace: collection.namespace.to_string(),
            description: collection.description.clone(),
            gating: (mode != Gated::No).then(|| mode.as_str()),
            items: collection
                .items
                .iter()
                .map(|item| ItemLine {
                    path: match item.gateable() {
                        Some(id) => format!("/{}", id.path()),
                        None => format!("/{}s/{}", item.kind, item.item),
                    },
                    id: item.item.clone(),
                    kind: item.kind.clone(),
                })
                .collect(),
            settings,
        })
    }
}

fn find<'a>(hub: &'a Hub, caller: &Caller, slug: &str) -> Result<(ObjectId, &'a Collection), HubError> {
    hub.collection_by_slug(slug)
        .filter(|(_, collection)| hub.sees_collection(caller, collection))
        .ok_or_else(|| HubError::not_found("Collection not found"))
}

/// Whether a caller sets the gate of a collection: admins of the organization (hub-docs
/// enterprise-gating-group-collections.md), and the owner of a collection without one.
fn manages(hub: &Hub, caller: &Caller, collection: &Collection) -> bool {
    let namespace = &collection.namespace;
    let manages = |user: &Name| user == namespace || hub.role_at(namespace.as_str(), user) == Some(Role::Admin);
    caller.user.as_ref().is_some_and(manages)
}

/// Saves the settings of the gating group.
pub(crate) fn save(hub: &mut Hub, caller: &Caller, slug: &str, posted: &[(String, String)]) -> Result<(), HubError> {
    let value = |name: &str| value(posted, name).unwrap_or_default();
    let (group, collection) = find(hub, caller, slug)?;
    caller.required()?;
    if !manages(hub, caller, collection) {
        return Err(HubError::forbidden());
    }
    let mode = posted_mode(value("mode"))?;
    let email = value("notifications_email");
    if !email.is_empty() && !is_address(email) {
        return Err(HubError::bad_request(format!("`{email}` is not an e-mail address")));
    }
    if mode != Gated::No {
        hub.check_group(group, collection)?;
    }
    if let Some(collection) = hub.collections.get_mut(&group) {
        collection.gate.mode = mode;
        collection.gate.notifications.mode =
            if value("notifications_mode") == "real-time" { Frequency::RealTime } else { Frequency::Bulk };
        collection.gate.notifications.email = (!email.is_empty()).then(|| email.to_owned());
    }
    Ok(())
}

pub(crate) async fn collection_page(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path((owner, slug)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let hub = app.hub();
    let saved = value(&query, "done") == Some("saved");
    show(frame, |frame| CollectionPage::new(&hub, &caller, frame, &format!("{owner}/{slug}"), saved))
}

pub(crate) async fn save_collection(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path((owner, slug)): Path<(String, String)>,
    Posted(posted): Posted,
) -> Response {
    let mut hub = app.hub_mut();
    let slug = format!("{owner}/{slug}");
    match save(&mut hub, &caller, &slug, &posted) {
        Ok(()) => see_other(&format!("/collections/{slug}?done=saved")),
        Err(error) => rejected(frame, error, |frame| CollectionPage::new(&hub, &caller, frame, &slug, false)),
    }
}
