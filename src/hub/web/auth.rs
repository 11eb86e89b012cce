//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use base64::Engine;

use crate::hub::app::App;
use crate::hub::state::{Caller, Country, Hub, Name, Rights};
use crate::hub::web::error::HttpError;

/// The name of the session cookie.
pub(crate) const COOKIE_NAME: &str = "token";

/// Who asks, as the service found out; every request carries it.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    /// By token or, without one, by cookie. An unknown token is an error.
    by_token: Result<Caller, HttpError>,
    /// By cookie alone.
    by_cookie: Caller,
}

impl Asker {
    /// Reads the headers of a request.
    // fidelity: unknown-token
    pub(crate) fn find(headers: &HeaderMap, hub: &Hub) -> Self {
        let session = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE_NAME)
            .and_then(|(_, session)| hub.sessions.get(session));
        let place = headers.get("x-mock-location").and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let by_cookie = located(hub, session.cloned(), Rights::Session, place);
        let by_token = match headers.get(AUTHORIZATION) {
            None => Ok(by_cookie.clone()),
            Some(value) => match secret(value.to_str().unwrap_or_default()).and_then(|secret| hub.token(&secret)) {
                Some((secret, token)) => {
                    Ok(located(hub, Some(token.user.clone()), Rights::Token(secret.into(), token.role.clone()), place))
                }
                None => Err(HttpError::unauthorized()),
            },
        };
        Self { by_token, by_cookie }
    }

    /// Who looks at a page.
    pub(crate) fn visitor(&self) -> &Caller {
        &self.by_cookie
    }

    /// The user's name, for the request log.
    pub(crate) fn name(&self) -> Option<Name> {
        self.by_token.as_ref().unwrap_or(&self.by_cookie).user.clone()
    }
}

fn located(hub: &Hub, user: Option<Name>, rights: Rights, place: Option<Country>) -> Caller {
    let home = || hub.users.get(user.as_ref()?)?.location;
    Caller { location: place.or_else(home), user, rights }
}

/// The token of `Bearer TOKEN` or `Basic base64(user:TOKEN)`.
fn secret(authorization: &str) -> Option<String> {
    let (scheme, value) = authorization.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned());
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(value.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    decoded.split_once(':').map(|(_, password)| password.to_owned())
}

impl FromRequestParts<std::sync::Arc<App>> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &std::sync::Arc<App>) -> Result<Self, HttpError> {
        parts.extensions.get::<Asker>().map_or_else(|| Ok(Caller::default()), |asker| asker.by_token.clone())
    }
}

/// Who looks at a page: pages go by the cookie alone (live recordings I2).
#[derive(Clone, Debug)]
pub(crate) struct Visitor(pub Caller);

impl FromRequestParts<std::sync::Arc<App>> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &std::sync::Arc<App>) -> Result<Self, HttpError> {
        Ok(Self(parts.extensions.get::<Asker>().map(|asker| asker.by_cookie.clone()).unwrap_or_default()))
    }
}
