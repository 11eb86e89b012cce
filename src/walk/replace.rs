//! Puts one file in the place of another in one step, unless somebody else has written it meanwhile.

use std::fs;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

use super::leftovers;
use super::write::Refusal;

/// Puts `twin`, which holds `after`, in the place of `card`, if that holds `before`.
///
/// Linux and macOS can exchange two files, so that what was in the place at that very moment is at hand afterwards: if it
/// is something else, it goes back. On other systems an editor's save is lost if it falls between two system calls.
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

/// After an exchange: as long as what came out is not what was thought to be there, it is newer, and goes back.
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
