//! Globs of a configuration.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use super::normal;
use crate::card::HUB_SCHEME;

/// Globs, and the directory that they are relative to.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Globs {
    /// Absolute.
    root: PathBuf,
    set: GlobSet,
}

impl Globs {
    pub(super) fn new(root: &Path, set: GlobSet) -> Self {
        Self { root: normal(root), set }
    }

    /// Whether one of them matches a path, or a directory that contains it; a path that is not absolute is relative to `base`.
    /// Of a card on a Hub, what follows `hf://` is the path.
    pub(super) fn hold(&self, base: &Path, path: &str) -> bool {
        if self.set.is_empty() {
            return false;
        }
        if let Some(path) = path.strip_prefix(HUB_SCHEME) {
            return self.match_above(Path::new(path));
        }
        let path = normal(&base.join(path));
        self.match_above(path.strip_prefix(&self.root).unwrap_or(&path))
    }

    fn match_above(&self, path: &Path) -> bool {
        path.ancestors().any(|path| !path.as_os_str().is_empty() && self.set.is_match(path))
    }
}
