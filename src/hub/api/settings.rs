//! `PUT …/settings`

use axum::extract::State;
use serde_json::{Map, Value};

use crate::hub::app::Shared;
use crate::hub::state::mail::Frequency;
use crate::hub::state::{Caller, Gated};
use crate::hub::web::body::{Payload, invalid_option};
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response;
use crate::hub::web::response::HttpResult;

/// What the answer repeats.
const ECHOED: [&str; 6] =
    ["gated", "orgMembersGated", "private", "visibility", "discussionsDisabled", "discussionsSorting"];

/// Changes a repo's settings; the answer echoes what was sent, notifications excepted (live recordings S1).
// fidelity: settings-echo
pub(crate) async fn change(State(app): State<Shared>, caller: Caller, path: RepoPath, body: Payload) -> HttpResult {
    let mut hub = app.hub_mut();
    let repo = hub.writable_mut(&caller, &path.id)?;
    let gated = match body.get("gated") {
        None => None,
        Some(value) => {
            Some(Gated::from_json(value).ok_or_else(|| invalid_option(["auto", "manual"].into_iter(), "gated"))?)
        }
    };
    let org_members_gated = body.flag("orgMembersGated")?;
    let mode = body.choice("gatedNotificationsMode", &Frequency::WORDS)?;
    let email = body.text("gatedNotificationsEmail")?.map(|email| (!email.is_empty()).then(|| email.to_owned()));
    let private = body.flag("private")?;
    let visibility = body.choice("visibility", &[("public", false), ("private", true), ("protected", false)])?;
    let discussions_disabled = body.flag("discussionsDisabled")?;

    let gate = &mut repo.gate;
    gate.mode = gated.unwrap_or(gate.mode);
    gate.notifications.mode = mode.unwrap_or(gate.notifications.mode);
    gate.notifications.email = email.unwrap_or_else(|| gate.notifications.email.take());
    repo.org_members_gated = org_members_gated.unwrap_or(repo.org_members_gated);
    repo.private = private.or(visibility).unwrap_or(repo.private);
    repo.discussions_disabled = discussions_disabled.unwrap_or(repo.discussions_disabled);

    let echo: Map<String, Value> =
        ECHOED.iter().filter_map(|key| Some(((*key).to_owned(), body.get(key)?.clone()))).collect();
    Ok(response::json(&echo))
}
