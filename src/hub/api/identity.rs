//! Who is asking: tokens, sessions, users and organizations.

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use serde_json::{Value, json};

use super::accounts::picture_of;
use crate::hub::app::Shared;
use crate::hub::state::token::TokenRejection;
use crate::hub::state::{Caller, Hub, Name, Plan, Rights, Token, TokenRole};
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{self, HttpResult};

/// What every `huggingface_hub` process asks first. A list would crash the `hf` command.
pub(crate) async fn agent_harnesses() -> Response<Body> {
    response::json(&json!({ "standardEnvVars": [], "harnesses": {} }))
}

/// `HEAD /api/telemetry/{topic}`, and what the clients of the content store send: heard and forgotten.
pub(crate) async fn telemetry() -> Response<Body> {
    response::json(&json!({}))
}

/// `GET /api/whoami-v2`
// fidelity: whoami
pub(crate) async fn whoami(State(app): State<Shared>, caller: Caller) -> HttpResult {
    let hub = app.hub();
    let name = caller.required()?;
    let user = hub.users.get(name).ok_or_else(HttpError::unauthorized)?;
    let orgs: Vec<Value> = hub
        .memberships(name)
        .map(|(org, organization, role)| {
            let mut entry = json!({
                "type": "org", "id": organization.id, "name": org,
                "fullname": organization.fullname(org),
                "email": null, "canPay": organization.plan != Plan::Free, "periodEnd": null,
                "avatarUrl": picture_of(&app.endpoint, org), "roleInOrg": role.as_str(),
            });
            if let (Plan::Team | Plan::Enterprise, Some(entry)) = (organization.plan, entry.as_object_mut()) {
                entry.insert("plan".into(), json!(organization.plan));
                if let Some(rejection) = hub.token_rejection(&caller, org, organization) {
                    let revoked = rejection == TokenRejection::Revoked;
                    let word = if revoked { "token-revoked" } else { "token-policy" };
                    entry.insert("securityRestrictions".into(), json!([word]));
                }
                let groups = organization.resource_groups.iter().filter_map(|group| Some((group, group.role(name)?)));
                let groups: Vec<Value> = groups
                    .map(|(group, role)| json!({ "id": group.id, "name": group.name, "role": role.as_str() }))
                    .collect();
                if !groups.is_empty() {
                    entry.insert("resourceGroups".into(), json!(groups));
                }
            }
            entry
        })
        .collect();
    let auth = match &caller.rights {
        Rights::Session => json!({ "type": "session" }),
        Rights::Token(secret, role) => token(&hub, name, secret, role),
    };
    Ok(response::json(&json!({
        "type": "user", "id": user.id, "name": name, "fullname": hub.fullname(name), "email": hub.email(name),
        "emailVerified": true, "canPay": false, "billingMode": "prepaid", "periodEnd": 1_767_225_600,
        "isPro": false, "avatarUrl": picture_of(&app.endpoint, name), "orgs": orgs, "auth": auth,
    })))
}

/// What there is to say of a token: one from a login or an exchange has no name.
fn token(hub: &Hub, user: &Name, secret: &str, role: &TokenRole) -> Value {
    let known = hub.token(secret).map(|(_, token)| token);
    if let Some(token) = known.filter(|token| token.oauth) {
        let sub = hub.users.get(user).map(|user| user.id);
        return json!({ "type": "oauth", "expiresAt": token.expires_at, "resource": { "sub": sub } });
    }
    let mut token = json!({
        "displayName": known.map(Token::display_name), "role": role.as_str(),
        "createdAt": known.map(|token| token.created_at),
    });
    if let (Some(fine), Some(token)) = (fine_grained(hub, role), token.as_object_mut()) {
        token.insert("fineGrained".into(), fine);
    }
    json!({ "type": "access_token", "accessToken": token })
}

fn fine_grained(hub: &Hub, role: &TokenRole) -> Option<Value> {
    let TokenRole::FineGrained { scopes, can_read_gated_repos } = role else { return None };
    let scoped: Vec<Value> = scopes
        .iter()
        .map(|scope| {
            let (kind, id) = hub.entity(&scope.entity);
            json!({ "entity": { "_id": id, "name": scope.entity, "type": kind }, "permissions": scope.permissions })
        })
        .collect();
    Some(json!({ "scoped": scoped, "global": [], "canReadGatedRepos": can_read_gated_repos }))
}
