//! `PUT …/settings`

use axum::extract::State;
use serde_json::{Map, Value};

use crate::hub::app::Shared;
use crate::hub::state::mail::Frequency;
use crate::hub::state::settings::SettingsPatch;
use crate::hub::state::{Caller, Gated};
use crate::hub::web::body::{Payload, invalid_option};
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// What the answer repeats.
const ECHOED: [&str; 6] =
    ["gated", "orgMembersGated", "private", "visibility", "discussionsDisabled", "discussionsSorting"];

/// Changes a repo's settings; the answer echoes what was sent, notifications excepted (live recordings S1).
// fidelity: settings-echo
pub(crate) async fn change(State(app): State<Shared>, caller: Caller, path: RepoPath, body: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    hub.writable(&caller, &path.id)?;
    let gated = match body.get("gated") {
        None => None,
        Some(value) => {
            Some(Gated::from_json(value).ok_or_else(|| invalid_option(["auto", "manual"].into_iter(), "gated"))?)
        }
    };
    let visibility = body.choice("visibility", &[("public", false), ("private", true), ("protected", false)])?;
    let patch = SettingsPatch {
        gated,
        org_members_gated: body.flag("orgMembersGated")?,
        frequency: body.choice("gatedNotificationsMode", &Frequency::WORDS)?,
        email: body.text("gatedNotificationsEmail")?.map(str::to_owned),
        private: body.flag("private")?.or(visibility),
        discussions_disabled: body.flag("discussionsDisabled")?,
    };
    hub.change_settings(&caller, &path.id, patch)?;

    let echo: Map<String, Value> =
        ECHOED.iter().filter_map(|key| Some(((*key).to_owned(), body.get(key)?.clone()))).collect();
    Ok(response::json(&echo))
}
