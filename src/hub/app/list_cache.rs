//! Responses as they were written, kept until the state changes.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use axum::body::Bytes;
use axum::http::Response;

use crate::hub::state::{RepoId, Status};

/// What a response is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum About {
    /// A file.
    File,
    /// The access requests with a status.
    Requests(Status),
    /// The repo itself, for somebody who passes its gate or does not.
    Repo {
        /// Whether large files are not named.
        masked: bool,
    },
}

/// Of which repo, about what, by which revision and query.
pub(crate) type ListKey = (RepoId, About, String);

/// How many bytes of lists are kept, about.
const CACHE_BYTES: usize = 8 << 20;

/// About how many bytes a list takes beside its text and its query.
const LIST_OVERHEAD: usize = 1024;

/// How many of those that were asked for once are remembered.
const ASKED_ONCE: usize = 256;

/// The lists that were written since the state last changed and asked for again: who walks over a million requests asks for
/// each page once.
#[derive(Debug)]
pub(crate) struct ListCache {
    changes: u64,
    bytes: usize,
    lists: BTreeMap<ListKey, Response<Bytes>>,
    /// The hashes of what was asked for.
    asked: [u64; ASKED_ONCE],
}

impl Default for ListCache {
    fn default() -> Self {
        Self { changes: 0, bytes: 0, lists: BTreeMap::new(), asked: [0; ASKED_ONCE] }
    }
}

impl ListCache {
    /// The list, if it was written after so many changes.
    pub(crate) fn get(&self, changes: u64, wanted: &ListKey) -> Option<Response<Bytes>> {
        self.lists.get(wanted).filter(|_| self.changes == changes).cloned()
    }

    /// Keeps a list that is asked for again. What was written before the last change goes, and everything where it becomes
    /// too much.
    pub(crate) fn keep(&mut self, changes: u64, wanted: ListKey, list: &Response<Bytes>) {
        let bytes = LIST_OVERHEAD + wanted.2.len() + list.body().len();
        if self.changes != changes || self.bytes + bytes > CACHE_BYTES {
            *self = Self { changes, asked: self.asked, ..Self::default() };
        }
        if self.is_new(&wanted) {
            return;
        }
        if self.lists.insert(wanted, list.clone()).is_none() {
            self.bytes += bytes;
        }
    }

    /// Whether a list is asked for the first time, as far as is remembered.
    fn is_new(&mut self, wanted: &ListKey) -> bool {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(wanted);
        let slot = usize::try_from(hash % ASKED_ONCE as u64).unwrap_or_default();
        std::mem::replace(&mut self.asked[slot], hash) != hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::RepoType;

    #[test]
    fn short_lists_without_end_are_not_all_kept() {
        let (mut kept, empty) = (ListCache::default(), Response::new(Bytes::from_static(b"[]")));
        let about = About::Requests(Status::Pending);
        let wanted = |at: usize| (RepoId::new(RepoType::Dataset, "ana/voices"), about, format!("after={at}"));
        for at in 0..20_000 {
            kept.keep(0, wanted(at), &empty);
            kept.keep(0, wanted(at), &empty);
        }
        assert!(kept.lists.len() * LIST_OVERHEAD <= CACHE_BYTES, "{} are kept", kept.lists.len());
        assert!(kept.get(0, &wanted(19_999)).is_some(), "the last one is");
        assert!(kept.get(1, &wanted(19_999)).is_none(), "until the state changes");
        kept.keep(0, wanted(20_000), &empty);
        assert!(kept.get(0, &wanted(20_000)).is_none(), "what is asked for once is not");
    }
}
