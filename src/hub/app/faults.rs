//! What goes wrong on purpose: answers, delays and cut connections that a test asks for.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Serialize};

/// What happens to matching requests.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Only requests with this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<String>,
    /// Only requests with such a path; `*` is one segment, `**` any number.
    pub(crate) path: String,
    /// How many requests it is for; absent: all, until it is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    /// Answers with this status; without one, but with a body, 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Headers of the answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, String>,
    /// Body of the response: a string, or any other JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<serde_json::Value>,
    /// Waits this many milliseconds first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    /// Cuts the connection: `true` without an answer or, where there is a `status`, in the middle of that answer's body;
    /// `"body"` in the middle of the true answer's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) abort: Option<Abort>,
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Abort {
    /// `true` or `false`
    Cut(bool),
    /// `"body"`
    Within(Body),
}

/// The word for the middle of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Body {
    /// `"body"`
    Body,
}

impl Fault {
    /// The status of the fault's own answer; `None` where the true answer is given.
    pub(crate) fn answers(&self) -> Option<u16> {
        self.status.or(self.body.as_ref().map(|_| 200))
    }

    /// Whether the connection is cut at all.
    pub(crate) fn cuts(&self) -> bool {
        self.abort.is_some_and(|abort| abort != Abort::Cut(false))
    }
}

/// The faults that are set, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(GlobMatcher, Fault)>);

impl Faults {
    /// Sets a fault. The error says what is wrong with it.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), String> {
        let glob = GlobBuilder::new(&fault.path).literal_separator(true).build().map_err(|error| error.to_string())?;
        if let Some(status) = fault.status.filter(|status| !(200..=599).contains(status)) {
            return Err(format!("status {status} is not between 200 and 599"));
        }
        if fault.times == Some(0) {
            return Err("`times` is at least 1; without it the fault stays until it is removed".to_owned());
        }
        if fault.path.starts_with(|c: char| c.is_alphanumeric()) {
            return Err(format!("`path` begins with a slash: `/{}`", fault.path));
        }
        self.0.push((glob.compile_matcher(), fault));
        Ok(())
    }

    /// The first fault for a request; one of its times is used up.
    // fidelity: mock-faults
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let at = self.0.iter().position(|(glob, fault)| {
            glob.is_match(path) && fault.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
        })?;
        let (_, fault) = &mut self.0[at];
        let found = fault.clone();
        if let Some(times) = &mut fault.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.0.remove(at);
            }
        }
        Some(found)
    }

    /// The faults that are still set.
    pub(crate) fn list(&self) -> Vec<&Fault> {
        self.0.iter().map(|(_, fault)| fault).collect()
    }

    /// Removes every fault.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
