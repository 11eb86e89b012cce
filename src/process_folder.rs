//! A temporary folder of this process, and those that killed processes left behind.
//!
//! Nobody else may read it, its name has the process id, and a lock on a file in it says that the process is alive.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, io, thread};

use tempfile::TempDir;

/// What a folder is for. Its name is `cardlint-`, this, and the process id.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Copies of repos, for git to work on.
    #[cfg(feature = "hub")]
    Git,
    /// Answers of a Hub.
    Answers,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            #[cfg(feature = "hub")]
            Self::Git => "cardlint-git-",
            Self::Answers => "cardlint-answers-",
        }
    }

    /// Where such folders are made: answers in memory, where there is such a place, for a file on a disk can take longer than its
    /// request.
    fn parents(self) -> Vec<PathBuf> {
        match self {
            #[cfg(feature = "hub")]
            Self::Git => vec![env::temp_dir()],
            Self::Answers => vec![PathBuf::from("/dev/shm"), env::temp_dir()],
        }
    }
}

/// The file in a folder that its process holds a lock on for as long as it lives.
const LOCK: &str = "lock";

/// How often a folder is tried to be removed, [`REMOVAL_PAUSE`] apart: what was killed may take a moment to be gone.
const REMOVAL_TRIES: u32 = 200;
const REMOVAL_PAUSE: Duration = Duration::from_millis(5);

/// A folder of this process, gone when it is dropped.
#[derive(Debug)]
pub(crate) struct ProcessFolder {
    folder: TempDir,
    /// The operating system gives up the lock when the process ends, however it does.
    _lock: File,
}

impl ProcessFolder {
    /// Makes one.
    pub(crate) fn new(kind: Kind) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{}{}-", kind.prefix(), std::process::id());
        builder.prefix(&prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let mut made = Err(io::ErrorKind::NotFound.into());
        for parent in kind.parents() {
            made = made.or_else(|_: io::Error| builder.tempdir_in(parent));
        }
        let folder = made?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.lock()?;
        Ok(Self { folder, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for ProcessFolder {
    /// Removes the folder, though something in it may be about to end.
    fn drop(&mut self) {
        for _ in 0..REMOVAL_TRIES {
            match fs::remove_dir_all(self.folder.path()) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => thread::sleep(REMOVAL_PAUSE),
                _ => break,
            }
        }
    }
}

/// Removes the folders of this user's processes that are dead.
pub(crate) fn remove_leftovers(kind: Kind) {
    let entries = kind.parents().into_iter().filter_map(|parent| fs::read_dir(parent).ok()).flatten();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(kind.prefix())?.split_once('-')?.0.parse().ok());
        if let Some(process) = process {
            remove_if_dead(&entry.path(), process);
        }
    }
}

/// Removes a folder unless its process lives, or is another user's.
fn remove_if_dead(path: &Path, process: u32) {
    if !fs::symlink_metadata(path).is_ok_and(|folder| folder.is_dir() && is_own(&folder)) {
        return;
    }
    let lock = match File::open(path.join(LOCK)) {
        Ok(lock) if lock.try_lock().is_ok() => Some(lock),
        // Killed before it could take the lock.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_alive(process) => None,
        _ => return,
    };
    // Somebody may have removed it meanwhile.
    let _ = fs::remove_dir_all(path);
    drop(lock);
}

#[cfg(unix)]
fn is_own(folder: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    folder.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    process.is_some_and(|process| rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}
