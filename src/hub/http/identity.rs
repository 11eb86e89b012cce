//! Who is asking: tokens, sessions, users and organizations.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Shared;
use super::answer::{self, Answer, see_other};
use super::caller::COOKIE_NAME;
use super::payload::Payload;
use crate::hub::state::{Caller, Hub, HubError, Name, Plan, Rights};

/// What every `huggingface_hub` process asks first. A list would crash the `hf` command.
pub(super) async fn agent_harnesses() -> Response<Body> {
    answer::json(&json!({ "standardEnvVars": [], "harnesses": {} }))
}

/// `GET /api/whoami-v2`
// fidelity: whoami
pub(super) async fn whoami(State(app): State<Shared>, caller: Caller) -> Answer {
    let hub = app.hub();
    let name = caller.required()?;
    let user = hub.users.get(name).ok_or_else(HubError::unauthorized)?;
    let orgs: Vec<Value> = hub
        .memberships(name)
        .map(|(org, organization, role)| {
            let mut entry = json!({
                "type": "org", "id": organization.id, "name": org,
                "fullname": organization.fullname(org),
                "email": null, "canPay": organization.plan != Plan::Free, "periodEnd": null,
                "avatarUrl": avatar(&app.endpoint, org), "roleInOrg": role.as_str(),
            });
            if let (Plan::Team | Plan::Enterprise, Some(entry)) = (organization.plan, entry.as_object_mut()) {
                entry.insert("plan".into(), json!(organization.plan));
            }
            entry
        })
        .collect();
    let auth = match &caller.rights {
        Rights::Session => json!({ "type": "session" }),
        Rights::Token(secret, role) => {
            let created = hub.token(secret).map(|(_, token)| token.created_at);
            let mut token = json!({ "displayName": format!("{name}-{}", role.as_str()), "role": role.as_str(), "createdAt": created });
            if let (Some(fine), Some(token)) = (fine_grained(&hub, role), token.as_object_mut()) {
                token.insert("fineGrained".into(), fine);
            }
            json!({ "type": "access_token", "accessToken": token })
        }
    };
    Ok(answer::json(&json!({
        "type": "user", "id": user.id, "name": name, "fullname": hub.fullname(name), "email": hub.email(name),
        "emailVerified": true, "canPay": false, "billingMode": "prepaid", "periodEnd": 1_767_225_600,
        "isPro": false, "avatarUrl": avatar(&app.endpoint, name), "orgs": orgs, "auth": auth,
    })))
}

fn fine_grained(hub: &Hub, role: &crate::hub::state::TokenRole) -> Option<Value> {
    let crate::hub::state::TokenRole::FineGrained { scopes, can_read_gated_repos } = role else { return None };
    let scoped: Vec<Value> = scopes
        .iter()
        .map(|scope| {
            let (kind, id) = hub.entity(&scope.entity);
            json!({ "entity": { "_id": id, "name": scope.entity, "type": kind }, "permissions": scope.permissions })
        })
        .collect();
    Some(json!({ "scoped": scoped, "global": [], "canReadGatedRepos": can_read_gated_repos }))
}

/// The picture of an account: an address of this server.
pub(super) fn avatar(endpoint: &str, name: &Name) -> String {
    format!("{endpoint}/avatars/{}.svg", name.as_str().to_ascii_lowercase())
}

/// `POST /login`: one click of the login page.
pub(super) async fn log_in(State(app): State<Shared>, form: Payload) -> Answer {
    let user = form.text("user")?.ok_or_else(|| HubError::bad_request("Say who: `user=NAME`"))?;
    log_in_as(&mut app.hub_mut(), user, local(form.text("next")?.unwrap_or_default()))
}

/// A session for a user, and on to a page.
// fidelity: sessions
pub(crate) fn log_in_as(hub: &mut Hub, user: &str, next: &str) -> Answer {
    let session = hub.log_in(user)?;
    let mut response = see_other(next);
    let cookie = format!("{COOKIE_NAME}={session}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /logout`
pub(super) async fn log_out() -> impl IntoResponse {
    let mut response = see_other("/");
    let cookie = HeaderValue::from_static("token=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

/// A path of this server to go on to; the first page where it would lead elsewhere.
pub(crate) fn local(next: &str) -> &str {
    let elsewhere = !next.starts_with('/') || next.starts_with("//") || next.contains(['\\', '\r', '\n', '\t']);
    if elsewhere { "/" } else { next }
}
