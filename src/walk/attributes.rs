//! The attributes of a file: mode, owner, group, extended attributes (access control lists among them).

use std::fs::File;
use std::io;

/// Copies all attributes to `new`. `false` if that is not possible, or if `old` has hard links.
#[cfg(unix)]
pub(super) fn copy(old: &File, new: &File) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let meta = old.metadata()?;
    if meta.nlink() != 1 {
        return Ok(false);
    }
    let owns = |file: &File| Ok::<_, io::Error>((file.metadata()?.uid(), file.metadata()?.gid()));
    if owns(new)? != owns(old)? && fchown(new, Some(meta.uid()), Some(meta.gid())).is_err() {
        return Ok(false);
    }
    // After the owner: changing it may clear bits of the mode.
    Ok(new.set_permissions(meta.permissions()).is_ok() && extended(old, new).unwrap_or(false))
}

/// Copies extended attributes, and returns whether they are the same.
#[cfg(unix)]
fn extended(old: &File, new: &File) -> io::Result<bool> {
    use xattr::FileExt;

    if !xattr::SUPPORTED_PLATFORM {
        return Ok(true);
    }
    let names = match old.list_xattr() {
        Ok(names) => names.collect::<Vec<_>>(),
        // This file system has none.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(true),
        Err(error) => return Err(error),
    };
    for name in new.list_xattr()?.filter(|name| !names.contains(name)) {
        new.remove_xattr(name)?;
    }
    for name in &names {
        let value = old.get_xattr(name)?;
        if new.get_xattr(name)? == value {
            continue;
        }
        match value {
            Some(value) => new.set_xattr(name, &value)?,
            // It was removed meanwhile.
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// Copies the attributes that the standard library knows.
#[cfg(not(unix))]
pub(super) fn copy(old: &File, new: &File) -> io::Result<bool> {
    new.set_permissions(old.metadata()?.permissions())?;
    Ok(true)
}
