//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use base64::Engine;

use crate::hub::app::App;
use crate::hub::state::{Caller, Hub, Location, Name, RepoId, Rights, Time};
use crate::hub::web::address::Address;
use crate::hub::web::error::HttpError;

/// The name of the session cookie.
pub(crate) const COOKIE_NAME: &str = "token";
/// The country that a request is said to come from.
const LOCATION: HeaderName = HeaderName::from_static("x-mock-location");
/// The one place where an unknown token was seen to be answered like none.
const WHOAMI: &str = "/api/whoami-v2";

/// Credentials that are nobody's.
#[derive(Clone, Copy, Debug)]
enum BadCredentials {
    /// A token that is unknown or has expired.
    Token,
    /// What looks like the password of an account.
    Password,
}

/// Who asks, as the service found out.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    /// By token or, without one, by cookie.
    by_token: Result<Caller, BadCredentials>,
    /// By cookie alone.
    by_cookie: Caller,
}

/// Who asks, and for what: the service finds it out, and every request carries it.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Who asks.
    pub(crate) asker: Asker,
    /// Where the request goes.
    pub(crate) address: Address,
    /// The path and the query as they were sent.
    pub(crate) sent: Uri,
}

impl Asker {
    /// Reads the headers of a request.
    // fidelity: unknown-token
    pub(crate) fn find(headers: &HeaderMap, hub: &Hub, now: Time) -> Self {
        let session = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE_NAME)
            .and_then(|(_, session)| hub.sessions.get(session));
        let place = headers.get(&LOCATION).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let by_cookie = located(hub, session.cloned(), Rights::Session, place);
        let by_token = match headers.get(AUTHORIZATION) {
            None => Ok(by_cookie.clone()),
            Some(value) => {
                let sent = Sent::read(value.to_str().unwrap_or_default());
                match sent.secret().and_then(|secret| hub.token(secret)).filter(|(_, token)| token.is_valid(now)) {
                    Some((secret, token)) => {
                        let rights = Rights::Token(secret.into(), token.role.clone());
                        Ok(located(hub, Some(token.user.clone()), rights, place))
                    }
                    None if sent.is_password() => Err(BadCredentials::Password),
                    None => Err(BadCredentials::Token),
                }
            }
        };
        Self { by_token, by_cookie }
    }

    /// Who looks at a page.
    pub(crate) fn visitor(&self) -> &Caller {
        &self.by_cookie
    }

    /// Whether the repo is there for who asks, by token or by cookie.
    pub(crate) fn sees(&self, hub: &Hub, id: &RepoId) -> bool {
        let callers = self.by_token.iter().chain([&self.by_cookie]);
        hub.repos.get(id).is_some_and(|repo| callers.into_iter().any(|caller| hub.sees(caller, id, repo)))
    }

    /// The user's name, for the request log.
    pub(crate) fn name(&self) -> Option<Name> {
        self.by_token.as_ref().unwrap_or(&self.by_cookie).user.clone()
    }
}

fn located(hub: &Hub, user: Option<Name>, rights: Rights, place: Option<Location>) -> Caller {
    let home = || hub.users.get(user.as_ref()?)?.location;
    Caller { location: place.or_else(home), user, rights }
}

/// What an `Authorization` header holds.
enum Sent<'a> {
    /// `Bearer TOKEN`
    Bearer(&'a str),
    /// `Basic base64(user:SECRET)`
    Basic(String),
    /// Something else.
    Odd,
}

impl<'a> Sent<'a> {
    fn read(authorization: &'a str) -> Self {
        let Some((scheme, value)) = authorization.split_once(' ') else { return Self::Odd };
        if scheme.eq_ignore_ascii_case("bearer") {
            return Self::Bearer(value.trim());
        }
        let decoded = base64::engine::general_purpose::STANDARD.decode(value.trim()).ok();
        let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        match decoded.as_deref().and_then(|decoded| decoded.split_once(':')) {
            Some((_, password)) if scheme.eq_ignore_ascii_case("basic") => Self::Basic(password.to_owned()),
            _ => Self::Odd,
        }
    }

    fn secret(&self) -> Option<&str> {
        match self {
            Self::Bearer(secret) => Some(secret),
            Self::Basic(secret) => Some(secret),
            Self::Odd => None,
        }
    }

    fn is_password(&self) -> bool {
        matches!(self, Self::Basic(secret) if !secret.starts_with("hf_") && !secret.starts_with("api_"))
    }
}

/// Routes of git, which asks for a password.
const GIT: [&str; 4] = ["/info/refs", "/git-upload-pack", "/git-receive-pack", "/info/lfs/objects/batch"];

/// The error for credentials that are nobody's.
// fidelity: bad-credentials
fn unknown(credentials: BadCredentials, path: &str) -> HttpError {
    match credentials {
        BadCredentials::Password if GIT.iter().any(|end| path.ends_with(end)) => HttpError::new(
            401,
            "Password authentication in git is no longer supported. You must use a user access token or an SSH key \
             instead. See https://huggingface.co/blog/password-git-deprecation",
        ),
        BadCredentials::Token if path != WHOAMI => HttpError::new(401, "Invalid credentials in Authorization header"),
        _ => HttpError::unauthorized(),
    }
}

impl FromRequestParts<std::sync::Arc<App>> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &std::sync::Arc<App>) -> Result<Self, HttpError> {
        let Some(Visit { asker, .. }) = parts.extensions.get() else { return Ok(Caller::default()) };
        asker.by_token.clone().map_err(|credentials| unknown(credentials, parts.uri.path()))
    }
}

/// Who looks at a page: pages go by the cookie alone (live recordings I2).
#[derive(Clone, Debug)]
pub(crate) struct Visitor(pub Caller);

impl FromRequestParts<std::sync::Arc<App>> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &std::sync::Arc<App>) -> Result<Self, HttpError> {
        Ok(Self(parts.extensions.get::<Visit>().map(|visit| visit.asker.by_cookie.clone()).unwrap_or_default()))
    }
}
