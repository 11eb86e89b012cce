//! Writes a mended card in its place.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Unreadable;

/// Writes `text` to the file at once or not at all: readers, and a run that is killed, see the old text or the new one.
/// Permissions are kept, and of a symbolic link the file it leads to is written.
pub fn write(path: &Path, text: &str) -> Result<(), Unreadable> {
    replace(path, text).map_err(|error| Unreadable {
        name: path.display().to_string(),
        problem: format!("cannot be written: {error}"),
        help: None,
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut file = tempfile::Builder::new().prefix(".cardlint-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_data()?;
    file.persist(&path)?;
    Ok(())
}
