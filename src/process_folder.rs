//! The temporary folder of one process, and those that killed processes left behind.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

/// What the names of the folders begin with; the process id follows.
const PREFIX: &str = "cardlint-git-";

/// The file in a folder that its process holds a lock on for as long as it lives.
const LOCK: &str = "lock";

/// How often a folder is tried to be removed, [`REMOVAL_PAUSE`] apart: what was killed may take a moment to be gone.
const REMOVAL_TRIES: u32 = 200;
const REMOVAL_PAUSE: Duration = Duration::from_millis(5);

/// The folder of this process. Nobody else may read it.
#[derive(Debug)]
pub(super) struct ProcessFolder {
    folder: TempDir,
    /// The operating system gives up the lock when the process ends, however it does.
    _lock: File,
}

impl ProcessFolder {
    pub(super) fn new() -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let prefix = format!("{PREFIX}{}-", std::process::id());
        builder.prefix(&prefix);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o700));
        }
        let folder = builder.tempdir()?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.lock()?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Removes the folder, though something in it may be about to end.
    pub(super) fn remove(self) {
        let path = self.folder.keep();
        for _ in 0..REMOVAL_TRIES {
            match fs::remove_dir_all(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(REMOVAL_PAUSE),
                _ => break,
            }
        }
    }
}

/// Removes the folders of this user's processes that are dead.
pub(crate) fn remove_leftovers() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split_once('-')?.0.parse().ok());
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
