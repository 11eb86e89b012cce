//! The settings by which the cards of each folder are checked.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::lint::Options;
use crate::lint::baseline::Baseline;
use crate::lint::config::{Config, ConfigError};
use crate::rule::RepoFiles;
use crate::walk;

/// What holds for the cards of one folder.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) options: Options,
    /// Why the configuration that would hold is not used.
    pub(super) error: Option<ConfigError>,
}

/// The settings of each folder that has an open card: the configuration nearest to the card, as `check` in that folder takes it.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    folders: HashMap<PathBuf, Rc<Settings>>,
}

impl Workspace {
    pub(super) fn settings(&mut self, folder: &Path) -> Rc<Settings> {
        let read = || Rc::new(Settings::read(folder));
        Rc::clone(self.folders.entry(folder.to_path_buf()).or_insert_with(read))
    }

    /// Reads configurations and lists of files again when they are next needed.
    pub(super) fn forget(&mut self) {
        self.folders.clear();
    }
}

impl Settings {
    fn read(folder: &Path) -> Self {
        let (config, error) = match Config::find(folder) {
            Ok(config) => (config, None),
            Err(error) => (Config::default(), Some(error)),
        };
        let (known, error) = match config.baseline.as_deref().map(|file| Baseline::read(file, false)).transpose() {
            Ok(known) => (known.map(Arc::new), error),
            Err(error) => (None, Some(error)),
        };
        let repo_type = config.repo_type;
        let files = repo_files(folder.to_path_buf());
        Self { options: Options { config: Arc::new(config), repo_type, files: Some(files), hub: None, known }, error }
    }
}

/// The files of a folder at the top of a git repository: that is how repos of the Hub are kept.
fn repo_files(folder: PathBuf) -> RepoFiles {
    RepoFiles::new(move || folder.join(".git").exists().then(|| walk::files(&folder)))
}
