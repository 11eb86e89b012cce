//! The request log: what was asked, without tokens.

pub(crate) mod filter;
pub(crate) mod masked;

use std::borrow::Cow;
use std::collections::VecDeque;

use serde::Serialize;

use filter::RequestFilter;

use crate::hub::state::{Name, Time};

/// How many requests the log keeps.
pub(crate) const LONGEST_LOG: usize = 10_000;

/// One request and how it was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recorded {
    /// `GET`
    pub method: Cow<'static, str>,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The query, without the question mark.
    pub query: String,
    /// Who asked.
    pub user: Option<Name>,
    /// How it was answered; 0 where the connection was cut on purpose.
    pub status: u16,
    /// When, by the mock's clock.
    pub at: Time,
    /// Whether the mock has no such route.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unmatched: bool,
    /// The routes that are closest to one that the mock does not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// Whether a fault answered, delayed or cut it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub faulted: bool,
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(VecDeque<Recorded>);

impl RequestLog {
    /// Adds a request, and gives back the oldest where there are too many: others wait for the log, not for its end.
    // fidelity: request-log
    pub(crate) fn push(&mut self, recorded: Recorded) -> Option<Recorded> {
        let oldest = if self.0.len() >= LONGEST_LOG { self.0.pop_front() } else { None };
        self.0.push_back(recorded);
        oldest
    }

    /// The last `limit` requests, newest last.
    pub(crate) fn last(&self, limit: usize) -> Vec<Recorded> {
        self.0.iter().skip(self.0.len().saturating_sub(limit)).cloned().collect()
    }

    /// The requests that a filter lets through, newest last.
    pub(crate) fn select(&self, filter: &RequestFilter) -> Vec<Recorded> {
        let limit = filter.limit.unwrap_or(LONGEST_LOG);
        let mut found: Vec<Recorded> =
            self.0.iter().rev().filter(|recorded| filter.matches(recorded)).take(limit).cloned().collect();
        found.reverse();
        found
    }

    /// How many requests a filter lets through.
    pub(crate) fn count(&self, filter: &RequestFilter) -> usize {
        self.0.iter().filter(|recorded| filter.matches(recorded)).count().min(filter.limit.unwrap_or(LONGEST_LOG))
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_request_goes_where_there_are_too_many() {
        let mut log = RequestLog::default();
        for status in 0..=u16::try_from(LONGEST_LOG).unwrap_or(u16::MAX) {
            log.push(Recorded {
                method: "GET".into(),
                path: "/".into(),
                query: String::new(),
                user: None,
                status,
                at: Time::default(),
                unmatched: false,
                near: Vec::new(),
                faulted: false,
            });
        }
        let kept = log.last(usize::MAX);
        assert_eq!((kept.len(), kept[0].status), (LONGEST_LOG, 1));
    }
}
