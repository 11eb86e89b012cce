//! What a run has read already, so that a run that was cut goes on where it ended.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::hash::Hasher;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::folders;

/// A file in the cache of the user, with a line for each card that was read. It is removed when the run is complete.
pub(super) struct Journal {
    path: PathBuf,
    file: Option<File>,
    known: HashMap<String, Entry>,
}

/// What was read of one repo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// `hf://datasets/acme/voices`
    pub(super) repo: String,
    /// The commit that the card is of: of another, it is read again.
    pub(super) commit: String,
    pub(super) text: String,
}

impl Journal {
    /// The journal of a run over these targets of a Hub. Without a cache directory there is none, and a cut run begins again.
    pub(super) fn open(url: &str, targets: &[String]) -> Self {
        let mut hasher = fnv::FnvHasher::default();
        for part in std::iter::once(url).chain(targets.iter().map(String::as_str)) {
            hasher.write(part.as_bytes());
            hasher.write_u8(0);
        }
        let folder = folders::cache().unwrap_or_default().join("cardlint").join("hub");
        let path = folder.join(format!("{:016x}.jsonl", hasher.finish()));
        let text = fs::read_to_string(&path).unwrap_or_default();
        // The last line may have been cut.
        let entries = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let entries = entries.filter_map(|line| serde_json::from_str::<Entry>(line).ok());
        let known = entries.map(|entry| (entry.repo.clone(), entry)).collect();
        let file = fs::create_dir_all(&folder).and_then(|()| private(&path)).ok();
        let mut journal = Self { path, file, known };
        if !text.is_empty() && !text.ends_with('\n') {
            journal.write("\n");
        }
        journal
    }

    /// How many cards are known.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// What was read of a repo, if it is still at this commit.
    pub(super) fn get(&self, repo: &str, commit: &str) -> Option<&Entry> {
        self.known.get(repo).filter(|entry| entry.commit == commit)
    }

    pub(super) fn add(&mut self, entry: &Entry) {
        if let Ok(line) = serde_json::to_string(entry) {
            self.write(&format!("{line}\n"));
        }
    }

    /// A line is written as a whole; without room for it, a later run reads the card again.
    fn write(&mut self, text: &str) {
        if let Some(file) = &mut self.file
            && file.write_all(text.as_bytes()).is_err()
        {
            self.file = None;
        }
    }

    /// Removes the journal of a run that is complete.
    pub(super) fn remove(self) {
        drop(self.file);
        let _ = fs::remove_file(self.path);
    }
}

/// Opens a file that nobody else can read: cards of private repos may be in it.
fn private(path: &std::path::Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
