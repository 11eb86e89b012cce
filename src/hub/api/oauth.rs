//! `/oauth/*`: tokens for who logs in on a page, renews a login, or is a trusted CI job.

use std::fmt::Write as _;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use base64::Engine;
use serde_json::{Map, Value, json};

use super::accounts::picture_of;
use crate::hub::app::{App, Shared, lock};
use crate::hub::state::Caller;
use crate::hub::state::logins::{CODE_LIFETIME, LOGIN_LIFETIME, OAuthError, POLL_INTERVAL};
use crate::hub::state::publishers::EXCHANGED_LIFETIME;
use crate::hub::web::body::Payload;
use crate::hub::web::response::{self, HttpResult};

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// The letters of a code that people type: no vowels, so that it is no word.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
/// How many letters it has on each side of its hyphen.
const HALF: usize = 4;

/// `POST /oauth/device`: a code to show, and one to ask with.
pub(crate) async fn device(State(app): State<Shared>, body: Payload) -> HttpResult {
    if body.text("client_id")?.is_none_or(str::is_empty) {
        return Ok(refused(OAuthError::InvalidRequest("client_id is required")));
    }
    let device_code = lock(&app.session_ids).next();
    let user_code = user_code(&lock(&app.session_ids).next());
    let (mut hub, now) = app.hub_now();
    hub.begin_login(&device_code, user_code.clone(), now);
    let page = format!("{}/oauth/device", app.endpoint);
    Ok(response::json(&json!({
        "device_code": device_code, "user_code": user_code, "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": CODE_LIFETIME / 1000, "interval": POLL_INTERVAL / 1000,
    })))
}

/// A code for people, out of hexadecimal digits.
fn user_code(hex: &str) -> String {
    let mut code = String::new();
    for (at, pair) in hex.as_bytes().chunks(2).take(2 * HALF).enumerate() {
        if at == HALF {
            code.push('-');
        }
        let byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let letter = LETTERS[usize::from(byte.unwrap_or_default()) % LETTERS.len()];
        let _ = write!(code, "{}", char::from(letter));
    }
    code
}

/// `POST /oauth/token`, as a form or as JSON.
pub(crate) async fn token(State(app): State<Shared>, body: Payload) -> HttpResult {
    let answered = match body.text("grant_type")? {
        Some(DEVICE_CODE) => app.finish_login(body.text("device_code")?),
        Some("refresh_token") => app.renew(body.text("refresh_token")?),
        Some(EXCHANGE) if body.text("subject_token_type")? == Some(ID_TOKEN) => {
            app.exchange(body.text("subject_token")?, body.text("resource")?)
        }
        Some(EXCHANGE) => Err(OAuthError::InvalidRequest("The mock Hub exchanges identity tokens of CI jobs only")),
        Some(_) => Err(OAuthError::UnsupportedGrantType),
        None => Err(OAuthError::InvalidRequest("grant_type is required")),
    };
    Ok(answered.map_or_else(refused, |granted| response::json(&granted)))
}

impl App {
    fn finish_login(&self, code: Option<&str>) -> Result<Value, OAuthError> {
        let code = code.ok_or(OAuthError::InvalidRequest("device_code is required"))?;
        // Where the clock stands still, every question comes at the same time.
        let paced = !self.clock.stands_still();
        let (mut hub, now) = self.hub_now();
        let user = hub.poll_login(code, now, paced)?;
        drop(hub);
        Ok(self.issue(&user))
    }

    fn renew(&self, refresh: Option<&str>) -> Result<Value, OAuthError> {
        let refresh = refresh.ok_or(OAuthError::InvalidRequest("refresh_token is required"))?;
        let user = self.hub_mut().renew_login(refresh)?;
        Ok(self.issue(&user))
    }

    fn issue(&self, user: &crate::hub::state::Name) -> Value {
        let secret = self.new_secret("hf_oauth_");
        let refresh = self.new_secret("hf_oauth_refresh_");
        let (mut hub, now) = self.hub_now();
        hub.issue_login(user, secret.clone(), &refresh, now);
        json!({
            "access_token": secret, "token_type": "bearer", "expires_in": LOGIN_LIFETIME / 1000,
            "refresh_token": refresh,
        })
    }

    fn exchange(&self, identity: Option<&str>, resource: Option<&str>) -> Result<Value, OAuthError> {
        let identity = identity.ok_or(OAuthError::InvalidRequest("subject_token is required"))?;
        let resource = resource.ok_or(OAuthError::InvalidRequest("resource is required"))?;
        let identity = claims(identity).ok_or(OAuthError::InvalidRequest("subject_token is not a JWT"))?;
        let secret = self.new_secret(if resource.contains('/') { "hf_jwt_" } else { "hf_oauth_" });
        let (mut hub, now) = self.hub_now();
        let token = hub.exchange(&identity, resource, now)?;
        hub.tokens.insert(secret.clone(), token);
        Ok(json!({
            "access_token": secret, "token_type": "bearer", "expires_in": EXCHANGED_LIFETIME / 1000,
            "issued_token_type": ACCESS_TOKEN,
        }))
    }
}

/// What a JWT says; its signature is not looked at.
fn claims(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// An error in the form of RFC 6749, 5.2.
fn refused(error: OAuthError) -> Response<Body> {
    let (word, description) = match error {
        OAuthError::AuthorizationPending => ("authorization_pending", "The user has not decided yet"),
        OAuthError::SlowDown => ("slow_down", "The client asks too often"),
        OAuthError::ExpiredToken => ("expired_token", "The device code has expired"),
        OAuthError::AccessDenied => ("access_denied", "The user denied the login"),
        OAuthError::InvalidGrant(why) => ("invalid_grant", why),
        OAuthError::InvalidRequest(why) => ("invalid_request", why),
        OAuthError::UnsupportedGrantType => ("unsupported_grant_type", "There is no such grant type"),
    };
    let mut response = response::json(&json!({ "error": word, "error_description": description }));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

/// `GET /oauth/userinfo`
pub(crate) async fn userinfo(State(app): State<Shared>, caller: Caller) -> HttpResult {
    let hub = app.hub();
    let name = caller.required()?;
    let profile = hub.profile(name);
    let orgs: Vec<Value> = hub
        .memberships(name)
        .map(|(org, organization, role)| {
            json!({
                "sub": organization.id, "name": organization.fullname(org), "preferred_username": org,
                "picture": picture_of(&app.endpoint, org), "roleInOrg": role.as_str(),
            })
        })
        .collect();
    Ok(response::json(&json!({
        "sub": profile.id, "name": profile.fullname, "preferred_username": name, "email": profile.email(),
        "email_verified": true, "profile": format!("{}/{name}", app.endpoint),
        "picture": picture_of(&app.endpoint, name), "isPro": false, "orgs": orgs,
    })))
}

/// `POST /api/credentials/revoke`: 202, whoever asks and whatever is a token of it.
pub(crate) async fn revoke(State(app): State<Shared>, body: Payload) -> HttpResult {
    let secrets = body.list("credentials", 1000)?;
    app.hub_mut().revoke_leaked(secrets.iter().filter_map(Value::as_str));
    let mut response = response::json(&json!({}));
    *response.status_mut() = StatusCode::ACCEPTED;
    Ok(response)
}
