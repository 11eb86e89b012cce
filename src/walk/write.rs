//! Writes a mended card in its place.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Unreadable;

/// Writes `text` to the file at once or not at all: readers, and a run that is killed, see the old text or the new one.
/// Permissions are kept, the owner and the group as far as the system lets them, and of a symbolic link the file it leads to is written.
pub fn write(path: &Path, text: &str) -> Result<(), Unreadable> {
    replace(path, text)
        .map_err(|error| Unreadable::new(&path.display().to_string(), format!("cannot be written: {error}"), None))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let meta = fs::metadata(&path)?;
    let permissions = meta.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut file = tempfile::Builder::new().prefix(".cardlint-").tempfile_in(folder).map_err(|error| {
        // The error tells the name of a file that nobody knows.
        let what = super::read::plain(&io::Error::from(error.kind()));
        io::Error::new(
            error.kind(),
            format!("{what} in its folder, where the new text is put before it takes its place"),
        )
    })?;
    file.write_all(text.as_bytes())?;
    keep_owner(file.as_file(), &meta);
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_data()?;
    file.persist(&path)?;
    Ok(())
}

/// Gives the new file the owner and group of the old one: only root may do the first.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let group = Some(old.gid());
    let _ = fchown(file, Some(old.uid()), group).or_else(|_| fchown(file, None, group));
}

#[cfg(not(unix))]
fn keep_owner(_file: &fs::File, _old: &fs::Metadata) {}
