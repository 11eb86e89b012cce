//! A card's repo.

use crate::card::RepoType;
use crate::rule::{HubRepo, RepoFiles};

/// What is known of the repo of a card.
#[derive(Debug, Default)]
pub(in crate::cli) struct CardRepo {
    /// Its type, which takes precedence over the options.
    pub(in crate::cli) repo_type: Option<RepoType>,
    /// Its files.
    pub(in crate::cli) files: Option<RepoFiles>,
    /// What the Hub says of it.
    pub(in crate::cli) hub: Option<HubRepo>,
}

impl From<Option<RepoFiles>> for CardRepo {
    fn from(files: Option<RepoFiles>) -> Self {
        Self { files, ..Self::default() }
    }
}
