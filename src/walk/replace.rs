//! Replaces a file by another atomically, unless somebody else has written it meanwhile.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::leftovers;

/// Why a card was not written.
pub(super) enum Refusal {
    /// It has changed since it was read.
    Changed,
    /// The system reports an error.
    System(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // It was there when it was read.
            io::ErrorKind::NotFound => Self::Changed,
            _ => Self::System(error),
        }
    }
}

/// Replaces `card`, if it contains `before`, by `twin`, which contains `after`.
///
/// Linux and macOS can exchange two files, so that the replaced file can be compared afterwards and put back if it is
/// newer. On other systems, an editor's save is lost if it happens between two system calls.
pub(super) fn replace(card: &Path, twin: NamedTempFile, before: &[u8], after: &[u8]) -> Result<(), Refusal> {
    let now = fs::read(card)?;
    if now == after {
        // It is known by two names, and was fixed by the other.
        return Ok(());
    }
    if now != before {
        return Err(Refusal::Changed);
    }
    let _held = leftovers::hold(card);
    match exchange(card, twin.path()) {
        Ok(()) => settle(card, twin.path(), before, after),
        Err(error) if is_unsupported(&error) => {
            twin.persist(card).map_err(|error| error.error)?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// After an exchange: while the file that came out is not the expected one, it is newer, and is put back.
fn settle(card: &Path, out: &Path, before: &[u8], after: &[u8]) -> Result<(), Refusal> {
    let (mut expected, mut put) = (Some(before.to_vec()), Some(after.to_vec()));
    let mut outcome = Ok(());
    loop {
        let found = fs::read(out).ok();
        if found == expected {
            return outcome;
        }
        outcome = Err(Refusal::Changed);
        exchange(card, out)?;
        (expected, put) = (put, found);
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether this system, or this file system, cannot exchange files.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}
