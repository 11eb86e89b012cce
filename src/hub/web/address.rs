//! Addresses of repos, and what of them has to be encoded.

use crate::card::RepoType;
use crate::hub::state::{Hub, RepoId};

/// The address of a repo in the API.
pub(crate) fn api(hub: &Hub, id: &RepoId) -> String {
    format!("{}/api/{}/{}", hub.endpoint, plural(id.kind), id.id)
}

/// A text as one segment of a path, or as a value in a query.
pub(crate) fn encode(segment: &str) -> String {
    percent_encoding::utf8_percent_encode(segment, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A path, its segments encoded.
pub(crate) fn encode_path(path: &str) -> String {
    path.split('/').map(encode).collect::<Vec<_>>().join("/")
}

/// `models`, `datasets`, `spaces`
pub(crate) fn plural(kind: RepoType) -> &'static str {
    match kind {
        RepoType::Model => "models",
        RepoType::Dataset => "datasets",
        RepoType::Space => "spaces",
    }
}

impl Hub {
    /// The address of a repo's page.
    pub(crate) fn url(&self, id: &RepoId) -> String {
        format!("{}/{}", self.endpoint, id.path())
    }
}
