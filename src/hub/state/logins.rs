//! Logins by device code (RFC 8628): a client shows a short code, and its user allows it on a page.

use serde::{Deserialize, Serialize};

use super::names::Name;
use super::time::{DAY, Time};
use super::token::{Token, TokenRole, hashed};
use super::{Hub, HubError};

/// How long a code can be entered, in milliseconds.
pub const CODE_LIFETIME: i64 = 900_000;
/// How long a client waits between two questions, in milliseconds.
pub const POLL_INTERVAL: i64 = 1_000;
/// How much longer it has to wait once it was too fast (RFC 8628, 3.5).
const SLOWER: i64 = 5_000;
/// How long a token from a login is good, in milliseconds.
pub const LOGIN_LIFETIME: i64 = 30 * DAY;

/// A login that a client waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceLogin {
    /// What the user enters, like `BCDF-GHJK`.
    pub user_code: String,
    /// Until when it can be entered.
    pub expires_at: Time,
    /// How long the client waits between two questions, in milliseconds.
    pub interval: i64,
    /// When the client last asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Time>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What a user says to a login.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// This user logs the client in.
    Allowed(Name),
    /// It is not to be logged in.
    Denied,
}

/// Why there is no token, in the words of RFC 6749 and RFC 8628.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthError {
    /// The user has not decided.
    AuthorizationPending,
    /// As before, and the client asks too often.
    SlowDown,
    /// The code was not entered in time.
    ExpiredToken,
    /// The user said no.
    AccessDenied,
    /// What is exchanged for a token is unknown, used up or not for this.
    InvalidGrant(&'static str),
    /// A parameter is missing or malformed.
    InvalidRequest(&'static str),
    /// Another way to a token.
    UnsupportedGrantType,
}

impl Hub {
    /// Begins a login. The state keeps the hash of the code that the client has.
    pub fn begin_login(&mut self, device_code: &str, user_code: String, now: Time) {
        let expires_at = now.plus(CODE_LIFETIME);
        let login = DeviceLogin { user_code, expires_at, interval: POLL_INTERVAL, asked_at: None, decision: None };
        self.device_logins.insert(hashed(device_code), login);
    }

    /// The logins that wait for a user at a time.
    pub fn waiting_logins(&self, now: Time) -> impl Iterator<Item = &DeviceLogin> {
        self.device_logins.values().filter(move |login| login.decision.is_none() && now < login.expires_at)
    }

    /// Decides a login by the code that its user entered.
    pub fn decide_login(&mut self, user_code: &str, decision: Decision, now: Time) -> Result<(), HubError> {
        let waiting = |login: &&mut DeviceLogin| {
            login.decision.is_none() && now < login.expires_at && same_code(&login.user_code, user_code)
        };
        let login = self.device_logins.values_mut().find(waiting).ok_or(HubError::DeviceCodeNotFound)?;
        login.decision = Some(decision);
        Ok(())
    }

    /// Whom a client is logged in as that asks with its code, which is then used up. `paced` says that time goes by between
    /// two questions, so that one may come too soon.
    // fidelity: device-login
    pub fn poll_login(&mut self, device_code: &str, now: Time, paced: bool) -> Result<Name, OAuthError> {
        let code = hashed(device_code);
        let login = self.device_logins.get_mut(&code).ok_or(OAuthError::InvalidGrant("Unknown device code"))?;
        match &login.decision {
            Some(Decision::Allowed(user)) => {
                let user = user.clone();
                self.device_logins.remove(&code);
                Ok(user)
            }
            Some(Decision::Denied) => Err(OAuthError::AccessDenied),
            None if now >= login.expires_at => Err(OAuthError::ExpiredToken),
            None => {
                let soon = login.asked_at.is_some_and(|asked| now < asked.plus(login.interval));
                login.asked_at = Some(now);
                if soon && paced {
                    login.interval += SLOWER;
                    return Err(OAuthError::SlowDown);
                }
                Err(OAuthError::AuthorizationPending)
            }
        }
    }

    /// Logs a client in for a while: it gets a token, and another one to renew it with.
    pub fn issue_login(&mut self, user: &Name, secret: String, refresh: &str, now: Time) {
        let token = Token::new(user.clone(), TokenRole::Write, now);
        self.tokens.insert(secret, Token { expires_at: Some(now.plus(LOGIN_LIFETIME)), oauth: true, ..token });
        self.refresh_tokens.insert(hashed(refresh), user.clone());
    }

    /// Who renews a login. A token to renew with is good for one time.
    // fidelity: token-refresh
    pub fn renew_login(&mut self, refresh: &str) -> Result<Name, OAuthError> {
        self.refresh_tokens.remove(&hashed(refresh)).ok_or(OAuthError::InvalidGrant("Invalid refresh token"))
    }
}

/// Codes are compared as people type them: in any case, with or without the hyphen.
fn same_code(one: &str, other: &str) -> bool {
    let plain = |code: &str| -> String {
        code.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_uppercase()).collect()
    };
    plain(one) == plain(other)
}
