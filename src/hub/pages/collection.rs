//! The page of a collection, with the settings of its gating group.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::settings::posted_mode;
use crate::hub::pages::{Frame, rejected, show};
use crate::hub::state::groups::{CollectionPatch, GatingPatch};
use crate::hub::state::mail::Frequency;
use crate::hub::state::{Caller, Gated, Hub, HubError, Time};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::{Posted, value};
use crate::hub::web::response::see_other;

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
    broken_rule: Option<String>,
}

impl GroupSettings {
    #[expect(clippy::unused_self, reason = "the template asks the settings")]
    fn modes(&self) -> [(&'static str, &'static str); 3] {
        [("false", "No gating group"), ("auto", "Automatic"), ("manual", "Manual Review")]
    }
}

impl CollectionPage {
    pub(crate) fn new(
        hub: &Hub,
        caller: &Caller,
        mut frame: Frame,
        slug: &str,
        saved: bool,
    ) -> Result<Self, HttpError> {
        let (group, collection) = hub.visible_collection(caller, slug)?;
        if saved {
            frame.notice = Some("Saved.");
        }
        let mode = collection.gate.mode;
        let settings = hub.sets_gates(caller, &collection.namespace).then(|| GroupSettings {
            mode: mode.as_str(),
            real_time: collection.gate.notifications.mode == Frequency::RealTime,
            email: collection.gate.notifications.email.clone().unwrap_or_default(),
            broken_rule: hub.check_group(group, collection).err().map(|rule| HubError::Group(rule).to_string()),
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
                .filter(|item| hub.sees_item(caller, item))
                .map(|item| ItemLine {
                    path: match item.repo() {
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

/// Saves the settings of the gating group.
fn save(hub: &mut Hub, caller: &Caller, slug: &str, posted: &[(String, String)], now: Time) -> Result<(), HttpError> {
    let value = |name: &str| value(posted, name).unwrap_or_default();
    let gating = GatingPatch {
        mode: Some(posted_mode(value("mode"))?),
        frequency: Some(Frequency::named(value("notifications_mode")).unwrap_or_default()),
        email: Some(value("notifications_email").to_owned()),
    };
    hub.change_collection(caller, slug, CollectionPatch { gating: Some(gating), ..CollectionPatch::default() }, now)?;
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
    let (mut hub, now) = app.hub_now();
    let slug = format!("{owner}/{slug}");
    match save(&mut hub, &caller, &slug, &posted, now) {
        Ok(()) => see_other(&format!("/collections/{slug}?done=saved")),
        Err(error) => rejected(frame, error, |frame| CollectionPage::new(&hub, &caller, frame, &slug, false)),
    }
}
