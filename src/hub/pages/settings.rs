//! The settings of a repo's gate, and the review of its access requests.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::repo_head::{RepoHead, Tab};
use crate::hub::pages::review::{self, ReviewSection};
use crate::hub::pages::shown::Shown;
use crate::hub::pages::{Frame, rejected, show};
use crate::hub::state::mail::Frequency;
use crate::hub::state::settings::SettingsPatch;
use crate::hub::state::{Caller, Gated, Hub, Name, Repo, RepoId, Status};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::{Posted, value};
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::see_other;

/// How many users a search shows.
const FOUND_USERS: usize = 20;

/// The settings page.
#[derive(Template)]
#[template(path = "hub/settings.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one control of the page")]
pub(crate) struct SettingsPage {
    frame: Frame,
    head: RepoHead,
    kind: &'static str,
    path: String,
    gated: bool,
    manual: bool,
    real_time: bool,
    notifications_email: String,
    default_recipient: String,
    organization: Option<String>,
    org_members_gated: bool,
    group: Option<GroupLink>,
    asked_before: bool,
    pending: usize,
    add: Option<AddUser>,
    review: Option<ReviewSection>,
}

struct GroupLink {
    title: String,
    path: String,
}

struct AddUser {
    query: String,
    searched: bool,
    found: Vec<FoundUser>,
}

struct FoundUser {
    name: String,
    fullname: String,
}

impl SettingsPage {
    pub(crate) fn new(
        hub: &Hub,
        caller: &Caller,
        mut frame: Frame,
        id: &RepoId,
        shown: &Shown,
    ) -> Result<Self, HttpError> {
        let (id, repo) = hub.writable(caller, id)?;
        let gate = hub.gate(id, repo);
        let path = format!("/{}", id.path());
        let group = hub.group_of(id).and_then(|group| Some((group, hub.collections.get(&group)?)));
        let organization = hub.organization(id.owner()).map(|_| id.owner().to_owned());
        frame.notice = frame.notice.or_else(|| done(&shown.done));
        Ok(Self {
            frame,
            head: RepoHead::new(hub, caller, id, repo, Tab::Settings),
            kind: id.noun(),
            gated: gate.mode != Gated::No,
            manual: gate.mode == Gated::Manual,
            real_time: gate.notifications.mode == Frequency::RealTime,
            notifications_email: gate.notifications.email.clone().unwrap_or_default(),
            default_recipient: match &organization {
                Some(organization) => format!("the first five admins of {organization}"),
                None => hub.email(&id.owner().into()),
            },
            organization,
            org_members_gated: repo.org_members_gated,
            group: group.map(|(id, group)| GroupLink {
                title: group.title.clone(),
                path: format!("/collections/{}", group.slug(id)),
            }),
            asked_before: !gate.requests.is_empty(),
            pending: gate.requests.count(Status::Pending),
            add: shown.gated_add_user.is_some().then(|| AddUser::new(hub, id, repo, shown.user.as_deref())),
            review: shown.gated_access_request.is_some().then(|| ReviewSection::new(hub, id, repo, &path, shown)),
            path,
        })
    }
}

impl AddUser {
    fn new(hub: &Hub, id: &RepoId, repo: &Repo, query: Option<&str>) -> Self {
        let query = query.unwrap_or_default().trim();
        let requests = &hub.gate(id, repo).requests;
        let without = |name| requests.get(name).is_none_or(|request| request.status != Status::Accepted);
        let wanted = query.to_lowercase();
        let fits = |name: &Name| {
            name.as_str().to_lowercase().contains(&wanted) || hub.fullname(name).to_lowercase().contains(&wanted)
        };
        let found = hub.users.keys().filter(|name| !query.is_empty() && fits(name) && without(name));
        Self {
            query: query.to_owned(),
            searched: !query.is_empty(),
            found: found
                .take(FOUND_USERS)
                .map(|name| FoundUser { name: name.to_string(), fullname: hub.fullname(name).to_owned() })
                .collect(),
        }
    }
}

/// Saves what one form of the page holds. Every form of it holds other names, and what it does not name stays.
pub(crate) fn save(
    hub: &mut Hub,
    caller: &Caller,
    id: &RepoId,
    posted: &[(String, String)],
) -> Result<&'static str, HttpError> {
    let value = |name: &str| value(posted, name);
    hub.writable(caller, id)?;
    let mode = value("gated").map(posted_mode).transpose()?;
    let frequency = value("notifications_mode").map(|word| {
        Frequency::named(word)
            .ok_or_else(|| HttpError::bad_request(format!("`{word}` is not a frequency of notifications")))
    });
    let members: Vec<_> = posted.iter().filter(|(name, _)| name == "org_members_gated").collect();
    let patch = SettingsPatch {
        gated: mode,
        frequency: frequency.transpose()?,
        email: value("notifications_email").map(str::to_owned),
        // The form sends `false` always and `true` where the box is ticked.
        org_members_gated: (!members.is_empty()).then(|| members.iter().any(|(_, value)| value == "true")),
        ..SettingsPatch::default()
    };
    hub.change_settings(caller, id, patch)?;
    Ok(match mode {
        Some(Gated::No) => "disabled",
        Some(_) => "enabled",
        None => "saved",
    })
}

/// The mode that a form names.
pub(crate) fn posted_mode(word: &str) -> Result<Gated, HttpError> {
    Gated::named(word).ok_or_else(|| HttpError::bad_request(format!("`{word}` is not a way to handle new requests")))
}

/// What the page says after a form was taken.
fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "enabled" => "Saved: access requests are enabled.",
        "disabled" => "Saved: access requests are disabled.",
        "saved" => "Saved.",
        "granted" => "Access was granted.",
        "accepted" => "The request was accepted.",
        "rejected" => "The request was rejected.",
        "pending" => "The request is pending again.",
        "reset" => "The request was reset; the requester got a mail.",
        "several" => "The selected requests were reviewed.",
        _ => return None,
    })
}

pub(crate) async fn settings_page(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    Query(shown): Query<Shown>,
) -> Response {
    let hub = app.hub();
    show(frame, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &shown))
}

pub(crate) async fn save_settings(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    Posted(posted): Posted,
) -> Response {
    let mut hub = app.hub_mut();
    match save(&mut hub, &caller, &path.id, &posted) {
        Ok(done) => see_other(&format!("{}?done={done}", settings_path(&path.id))),
        Err(error) => {
            rejected(frame, error, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &Shown::default()))
        }
    }
}

pub(crate) async fn review_requests(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    posted: Posted,
) -> Response {
    let (mut hub, now) = app.hub_now();
    let shown = Shown::after(&posted);
    match review::act(&mut hub, &caller, &path.id, &posted.0, now) {
        Ok(done) => see_other(&format!("{}?{}", settings_path(&path.id), shown.query(done))),
        Err(error) => rejected(frame, error, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &shown)),
    }
}

fn settings_path(id: &RepoId) -> String {
    format!("/{}/settings", id.path())
}
