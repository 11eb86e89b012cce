//! Temporary files beside cards, under names that no other program would choose. A run that is killed leaves one behind, and
//! the next run that fixes cards in the same directory removes it.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

const PREFIX: &str = ".cardlint-";

/// How often to create another file if another run took it for a leftover.
const MAX_TRIES: usize = 8;

/// Creates an empty file in a directory. While it is open it is locked, so that other runs know that it is in use.
pub(super) fn create(folder: &Path) -> io::Result<NamedTempFile> {
    let mut tries = 0;
    loop {
        let name = name(RandomState::new().build_hasher().finish());
        let file = tempfile::Builder::new().prefix(&name).rand_bytes(0).tempfile_in(folder)?;
        tries += 1;
        if is_held(file.as_file()) || tries == MAX_TRIES {
            return Ok(file);
        }
    }
}

/// `.cardlint-`, a number, and its checksum: a file with such a name is ours.
fn name(number: u64) -> String {
    let mut hasher = fnv::FnvHasher::default();
    hasher.write(PREFIX.as_bytes());
    hasher.write_u64(number);
    format!("{PREFIX}{number:016x}{:08x}", hasher.finish() & 0xffff_ffff)
}

/// Keeps other runs from removing a file that is about to get one of our names. A lock of its editor is left alone.
#[cfg(unix)]
pub(super) fn hold(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    file.try_lock().is_ok().then_some(file)
}

#[cfg(not(unix))]
pub(super) fn hold(_path: &Path) -> Option<File> {
    None
}

fn is_ours(file: &str) -> bool {
    let number = file.strip_prefix(PREFIX).and_then(|rest| rest.get(..16));
    number.and_then(|number| u64::from_str_radix(number, 16).ok()).is_some_and(|number| file == name(number))
}

/// Locks a new file. `false` if another run has already removed it.
#[cfg(unix)]
fn is_held(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    // On a file system without locks, no run takes a file for a leftover.
    file.lock().is_err() || file.metadata().is_ok_and(|meta| meta.nlink() > 0)
}

#[cfg(not(unix))]
fn is_held(_file: &File) -> bool {
    true
}

/// Removes what killed runs left beside cards, looking into each directory once.
#[derive(Debug, Default)]
pub struct Leftovers {
    folders: Mutex<HashSet<PathBuf>>,
}

impl Leftovers {
    /// Removes leftovers beside a card, or beside its target if it is a symbolic link. Files that cannot be removed, or
    /// belong to another user, stay.
    pub fn remove_beside(&self, card: &Path) {
        let Ok(card) = std::fs::canonicalize(card) else { return };
        let Some(folder) = card.parent() else { return };
        if self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf()) {
            remove_in(folder);
        }
    }
}

#[cfg(unix)]
fn remove_in(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let ours = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_ours));
    for path in ours.map(|entry| entry.path()) {
        if let Some(_lock) = abandoned(&path) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Locks a file of this user that no run has open.
#[cfg(unix)]
fn abandoned(path: &Path) -> Option<File> {
    use std::os::unix::fs::MetadataExt;
    let meta = path.symlink_metadata().ok()?;
    let user = rustix::process::geteuid();
    if !meta.is_file() || !(user.is_root() || meta.uid() == user.as_raw()) {
        return None;
    }
    let file = File::open(path).ok()?;
    let same = file.metadata().is_ok_and(|opened| (opened.dev(), opened.ino()) == (meta.dev(), meta.ino()));
    (same && file.try_lock().is_ok()).then_some(file)
}

/// On other systems there is no telling whether a file is still in use.
#[cfg(not(unix))]
fn remove_in(_folder: &Path) {}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_its_checksum_is_ours() {
        assert!(is_ours(&name(7)) && is_ours(&name(u64::MAX)));
        for other in [".cardlint-", ".cardlint-notes", ".cardlint-ab12cd", ".cardlint-0000000000000007ffffffff", "x"] {
            assert!(!is_ours(other), "{other}");
        }
        assert!(!is_ours(&format!("{}x", name(7))) && !is_ours(&name(7).to_uppercase()));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_run_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "half a ca").unwrap();
            path
        };
        let (card, left) = (make("README.md"), make(&name(1)));
        let others = [make(".cardlint-notes"), make(".cardlint-ab12cd")];
        std::os::unix::fs::symlink("README.md", folder.path().join(name(2))).unwrap();
        let used = create(folder.path()).unwrap();
        Leftovers::default().remove_beside(&card);
        assert!(!left.exists());
        assert!(used.path().exists() && card.exists() && others.iter().all(|other| other.exists()));
        assert!(folder.path().join(name(2)).is_symlink());
    }
}
