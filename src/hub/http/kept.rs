//! Lists as they were written, kept until the state changes.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::Response;

use crate::hub::state::{RepoId, Status};

/// Of which repo, with which status, by which query.
pub(super) type Wanted = (RepoId, Status, String);

/// How many bytes of lists are kept.
const LIMIT: usize = 8 << 20;

/// The lists that were written since the state last changed.
#[derive(Debug, Default)]
pub(super) struct Kept {
    changes: u64,
    bytes: usize,
    lists: BTreeMap<Wanted, Response<Bytes>>,
}

impl Kept {
    /// The list, if it was written after so many changes.
    pub(super) fn get(&self, changes: u64, wanted: &Wanted) -> Option<Response<Bytes>> {
        self.lists.get(wanted).filter(|_| self.changes == changes).cloned()
    }

    /// Keeps a list. What was written before the last change goes, and everything where it becomes too much.
    pub(super) fn keep(&mut self, changes: u64, wanted: Wanted, list: &Response<Bytes>) {
        if self.changes != changes || self.bytes + list.body().len() > LIMIT {
            *self = Self { changes, ..Self::default() };
        }
        if self.lists.insert(wanted, list.clone()).is_none() {
            self.bytes += list.body().len();
        }
    }
}
