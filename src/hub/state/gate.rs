//! A gate: how it lets people in, and who asked.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::mail::{Digest, Notifications};
use super::requests::AccessRequests;

/// A gate, of one repo or of a whole gating group. Its requests outlive it: a gate that is opened and closed again
/// remembers them (live recordings S2).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// How it lets people in.
    #[serde(default)]
    pub mode: Gated,
    /// Who is told of new requests, and when.
    #[serde(default)]
    pub notifications: Notifications,
    /// The requests.
    #[serde(default)]
    pub requests: AccessRequests,
    /// Who asked since the last digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

/// How a gate lets people in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gated {
    /// No gate.
    #[default]
    No,
    /// Whoever asks is let in.
    Auto,
    /// Somebody reviews each request.
    Manual,
}

impl Gated {
    /// Every mode.
    pub const ALL: [Gated; 3] = [Gated::No, Gated::Auto, Gated::Manual];

    /// The word for the mode; in the API, `false` is not a string.
    pub fn as_str(self) -> &'static str {
        match self {
            Gated::No => "false",
            Gated::Auto => "auto",
            Gated::Manual => "manual",
        }
    }

    /// The mode with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// The mode out of the API's `false`, `"auto"` or `"manual"`.
    pub fn from_json(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Bool(false) => Some(Gated::No),
            serde_json::Value::String(word) => Self::named(word).filter(|mode| *mode != Gated::No),
            _ => None,
        }
    }
}

impl Serialize for Gated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Gated::No => serializer.serialize_bool(false),
            mode => serializer.serialize_str(mode.as_str()),
        }
    }
}

impl<'de> Deserialize<'de> for Gated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Gated::from_json(&serde_json::Value::deserialize(deserializer)?)
            .ok_or_else(|| serde::de::Error::custom("`gated` is `false`, `\"auto\"` or `\"manual\"`"))
    }
}
