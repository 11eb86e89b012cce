//! A fault as a test gives it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What happens, and to which requests.
///
/// ```
/// use cardlint::hub::{Fault, MockHub, Seed};
///
/// let hub = MockHub::start(Seed::default())?;
/// hub.fault(Fault { path: "/api/whoami-v2".into(), status: Some(503), times: Some(2), ..Fault::default() })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// A named fault; what is given beside it takes precedence over what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Only requests with this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests with such a path; `*` is one segment, `**` any number. It may be empty where there is a profile.
    #[serde(default)]
    pub path: String,
    /// Only requests with these parameters in their query; `*` in a value is any string.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// Only requests of this user; empty: only those of anonymous callers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How many matching requests pass before the first that fails.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub after: u64,
    /// Of so many matching requests the first fails; absent: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u64>,
    /// How many requests fail; absent: all, until the fault is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Whether the request takes effect.
    #[serde(default, skip_serializing_if = "Phase::is_before")]
    pub phase: Phase,
    /// Answers with this status; without one, but with a body, 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Headers of the response.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Body of the response: a string, or any other JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<serde_json::Value>,
    /// Waits this many milliseconds before the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Cuts the connection: `true` without a response or, where there is a `status`, in the middle of that response's body;
    /// `"body"` in the middle of the true response's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abort: Option<Abort>,
}

/// A named fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// A 429 with the Hub's `RateLimit` headers, once: the quota of the request's kind is used up for one second.
    RateLimit,
    /// Every response comes half a second late.
    Slow,
    /// The first of every three requests is a 503. In turns of two, a client that sends HEAD and GET would never get a file.
    Flaky,
    /// The first of every three requests is a 401 as for an unknown token.
    UnauthorizedUnderLoad,
}

impl Profile {
    /// The error message of a response that has no body of its own.
    pub(super) fn message(self) -> Option<&'static str> {
        match self {
            Profile::RateLimit | Profile::Slow => None,
            Profile::Flaky => Some("Service Unavailable"),
            Profile::UnauthorizedUnderLoad => Some("Invalid username or password."),
        }
    }
}

/// When a request fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Before it takes effect.
    #[default]
    Before,
    /// After it took effect: only its response is lost or replaced.
    After,
}

impl Phase {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_before(&self) -> bool {
        *self == Phase::Before
    }
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Abort {
    /// `true` or `false`
    Cut(bool),
    /// `"body"`
    Within(Body),
}

/// The word for the middle of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// `"body"`
    Body,
}

impl Fault {
    /// The status of the fault's own response; `None` where the true response is given.
    pub(crate) fn answers(&self) -> Option<u16> {
        self.status.or(self.body.as_ref().map(|_| 200))
    }

    /// Whether the connection is cut at all.
    pub(crate) fn cuts(&self) -> bool {
        self.abort.is_some_and(|abort| abort != Abort::Cut(false))
    }

    /// Whether the connection is cut before any response of the mock's own.
    pub(crate) fn cuts_at_once(&self) -> bool {
        self.abort == Some(Abort::Cut(true)) && self.answers().is_none()
    }

    /// Whether a request notices it at all.
    pub(super) fn does_something(&self) -> bool {
        self.answers().is_some() || self.cuts() || self.delay_ms.is_some() || !self.headers.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}
