//! What goes wrong on purpose: answers, delays and cut connections that a test asks for.

mod fault;
mod profile;

use globset::{GlobBuilder, GlobMatcher};
use percent_encoding::percent_decode_str;
use serde::Serialize;

pub use fault::{Abort, Body, Fault, Phase, Profile};

/// The methods that a request can have.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// A request, as far as faults go by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// `GET`
    pub(crate) method: &'a str,
    /// As it was sent, without the query.
    pub(crate) path: &'a str,
    /// Without the question mark.
    pub(crate) query: &'a str,
    /// The caller's name; empty for an anonymous caller.
    pub(crate) user: &'a str,
}

/// The faults that are set, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Set>);

/// A fault that is set.
#[derive(Debug)]
struct Set {
    fault: Fault,
    path: GlobMatcher,
    /// Parameters that a request must have, each with the pattern of its value.
    query: Vec<(String, GlobMatcher)>,
    /// How many requests matched.
    matched: u64,
    /// How many of them the fault was for.
    hits: u64,
}

/// A fault that is set, and how many requests it was for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Listed<'a> {
    /// As it was given.
    #[serde(flatten)]
    pub(crate) fault: &'a Fault,
    /// How many requests it was for.
    pub(crate) hits: u64,
}

impl Faults {
    /// Sets a fault. `knows` says whether there is a user of that name. The error says what is wrong with the fault: one that
    /// does nothing, or that no request can match, is rejected.
    // fidelity: mock-faults
    pub(crate) fn add(&mut self, fault: Fault, knows: impl Fn(&str) -> bool) -> Result<(), String> {
        let fault = fault.completed()?;
        possible(&fault, knows)?;
        let path = GlobBuilder::new(&fault.path).literal_separator(true).build().map_err(|error| error.to_string())?;
        let pattern = |(name, value): (&String, &String)| {
            let glob = GlobBuilder::new(value).build().map_err(|error| format!("`query` of `{name}`: {error}"))?;
            Ok::<_, String>((name.clone(), glob.compile_matcher()))
        };
        let query = fault.query.iter().map(pattern).collect::<Result<Vec<_>, _>>()?;
        if let Some(earlier) = self.0.iter().find(|set| set.takes_all_of(&fault)) {
            let earlier = serde_json::to_string(&earlier.fault).unwrap_or_default();
            return Err(format!(
                "no request would reach this fault: an earlier one takes them all ({earlier}). Remove the faults first \
                 (DELETE /_mock/faults), or limit the earlier one by `times`"
            ));
        }
        self.0.push(Set { fault, path: path.compile_matcher(), query, matched: 0, hits: 0 });
        Ok(())
    }

    /// The first fault that is due for a request, and counts it.
    pub(crate) fn take(&mut self, asked: Asked<'_>) -> Option<Fault> {
        let set = self.0.iter_mut().find_map(|set| set.is_due(asked).then_some(set))?;
        set.hits += 1;
        Some(set.fault.clone().for_request(asked.path, asked.user.is_empty()))
    }

    /// The faults that are set, those that are used up too.
    pub(crate) fn list(&self) -> Vec<Listed<'_>> {
        self.0.iter().map(|set| Listed { fault: &set.fault, hits: set.hits }).collect()
    }

    /// Removes every fault.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Set {
    /// Counts a request that matches, and says whether it is one of those that fail.
    fn is_due(&mut self, asked: Asked<'_>) -> bool {
        if !self.matches(asked) {
            return false;
        }
        self.matched += 1;
        let Some(turn) = self.matched.checked_sub(self.fault.after + 1) else { return false };
        let in_turn = self.fault.every.is_none_or(|every| turn % every == 0);
        in_turn && self.fault.times.is_none_or(|times| self.hits < times)
    }

    fn matches(&self, asked: Asked<'_>) -> bool {
        let Fault { method, user, .. } = &self.fault;
        method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(asked.method))
            && user.as_ref().is_none_or(|user| user.eq_ignore_ascii_case(asked.user))
            && (self.path.is_match(asked.path)
                || self.path.is_match(percent_decode_str(asked.path).decode_utf8_lossy().as_ref()))
            && self.query.iter().all(|(name, pattern)| {
                form_urlencoded::parse(asked.query.as_bytes())
                    .any(|(key, value)| key == *name && pattern.is_match(value.as_ref()))
            })
    }

    /// Whether every request that another fault would match ends here.
    fn takes_all_of(&self, other: &Fault) -> bool {
        let Fault { method, path, query, user, after, every, times, .. } = &self.fault;
        *after == 0
            && every.is_none_or(|every| every == 1)
            && times.is_none()
            && (path == "/**" || *path == other.path)
            && method
                .as_ref()
                .is_none_or(|method| other.method.as_ref().is_some_and(|m| m.eq_ignore_ascii_case(method)))
            && (user.is_none() || *user == other.user)
            && query.iter().all(|(name, value)| other.query.get(name) == Some(value))
    }
}

/// Rejects a fault that does nothing, or that no request can match.
fn possible(fault: &Fault, knows: impl Fn(&str) -> bool) -> Result<(), String> {
    let path = &fault.path;
    if let Some(status) = fault.status.filter(|status| !(200..=599).contains(status)) {
        return Err(format!("`status` is between 200 and 599, not {status}"));
    }
    if fault.times == Some(0) {
        return Err("`times` is at least 1; without it the fault stays until it is removed".to_owned());
    }
    if fault.every == Some(0) {
        return Err("`every` is at least 1".to_owned());
    }
    if !fault.does_something() {
        return Err("the fault does nothing: give `status`, `headers`, `body`, `delay_ms` or `abort`".to_owned());
    }
    if path.starts_with(|c: char| !"/*?[{".contains(c)) {
        return Err(format!("`path` starts with a slash: `/{}`", path.trim_start_matches('\\')));
    }
    if path == "/_mock" || path.starts_with("/_mock/") {
        return Err("no fault is for `/_mock`: tests control the mock by it".to_owned());
    }
    if path.contains('#') || path.split_once('?').is_some_and(|(_, query)| query.contains('=')) {
        return Err(format!("`path` has no query, but is `{path}`: give its parameters as `query`"));
    }
    if let Some(method) = fault.method.as_ref().filter(|method| !METHODS.iter().any(|m| m.eq_ignore_ascii_case(method)))
    {
        return Err(format!("no request has the method `{method}`: it is one of {}", METHODS.join(", ")));
    }
    match fault.user.as_ref().filter(|user| !user.is_empty() && !knows(user)) {
        Some(user) => Err(format!("unknown user `{user}`; an empty `user` is for anonymous callers")),
        None => Ok(()),
    }
}
