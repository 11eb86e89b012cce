//! What was asked: the last requests, and no token among them.

use std::collections::VecDeque;

use serde::Serialize;

use crate::hub::state::{Name, Time};

/// How many requests the journal keeps.
pub const LIMIT: usize = 10_000;

/// One request and how it was answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recorded {
    /// `GET`
    pub method: String,
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
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub struct Journal(VecDeque<Recorded>);

impl Journal {
    /// Adds a request; the oldest goes where there are too many.
    // fidelity: mock-journal
    pub fn push(&mut self, recorded: Recorded) {
        if self.0.len() >= LIMIT {
            self.0.pop_front();
        }
        self.0.push_back(recorded);
    }

    /// The last `limit` requests, newest last.
    pub fn last(&self, limit: usize) -> Vec<Recorded> {
        self.0.iter().skip(self.0.len().saturating_sub(limit)).cloned().collect()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
