//! Writes a fixed card back. Nothing is lost: neither what an editor saves meanwhile, nor the file's attributes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use super::Unreadable;
use super::leftovers;
use super::read::plain;
use super::replace::{Refusal, replace};

/// Writes `after` to a file that was read as `before`. A symbolic link stays; its target is written.
///
/// The file is replaced atomically: readers, and a killed run, see the old text or the new one. Its mode, owner and extended
/// attributes are kept. If a new file cannot have them, if the file has hard links, or if nothing can be created in its
/// directory, the file is overwritten in place.
///
/// # Errors
///
/// If the file is no longer as it was read, in which case it keeps the newer text; if it cannot be written.
pub fn write(path: &Path, before: &str, after: &str) -> Result<(), Unreadable> {
    let error = |problem: String, help| Unreadable::new(&path.display().to_string(), problem, help);
    put(path, before.as_bytes(), after.as_bytes()).map_err(|refusal| match refusal {
        Refusal::Changed => {
            error("changed while it was being fixed; the newer text is kept".to_owned(), Some("run cardlint again"))
        }
        Refusal::System(system) => error(format!("cannot be written: {}", plain(&system)), None),
    })
}

fn put(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Refusal> {
    let path = fs::canonicalize(path)?;
    let mut card = OpenOptions::new().read(true).write(true).open(&path)?;
    if card.metadata()?.permissions().readonly() {
        return Err(Refusal::System(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
    }
    match twin(&path, &card, after)? {
        Some(twin) => {
            // Windows replaces no file that is open.
            drop(card);
            replace(&path, twin, before, after)
        }
        None => overwrite(&mut card, before, after),
    }
}

/// A new file beside the card, with `text` and the card's attributes; `None` if there cannot be one.
fn twin(path: &Path, card: &File, text: &[u8]) -> io::Result<Option<tempfile::NamedTempFile>> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut twin = match leftovers::create(folder) {
        Ok(twin) => twin,
        Err(error) if matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem) => return Ok(None),
        Err(error) => return Err(io::Error::from(error.kind())),
    };
    if !super::attributes::copy(card, twin.as_file())? {
        return Ok(None);
    }
    twin.write_all(text)?;
    twin.as_file().sync_data()?;
    Ok(Some(twin))
}

/// Overwrites the file in place. If that fails halfway, the old text, for which there is room, is written back.
fn overwrite(card: &mut File, before: &[u8], after: &[u8]) -> Result<(), Refusal> {
    let mut now = Vec::with_capacity(before.len());
    card.read_to_end(&mut now)?;
    if now == after {
        // It is known by two names, and was fixed by the other.
        return Ok(());
    }
    if now != before {
        return Err(Refusal::Changed);
    }
    let mut fill = |text: &[u8]| {
        card.rewind()?;
        card.write_all(text)?;
        card.set_len(text.len() as u64)?;
        card.sync_data()
    };
    fill(after).or_else(|error| fill(before).and(Err(error)))?;
    Ok(())
}
