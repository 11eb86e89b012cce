//! What belongs to a file besides its text: mode, owner, group, extended attributes (access control lists among them).

use std::fs::File;
use std::io;

/// Gives `new` all that belongs to `old`. `false` where it cannot have it, or where `old` has a second name.
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
    // After the owner: a change of owner may take bits of the mode away.
    Ok(new.set_permissions(meta.permissions()).is_ok() && extended(old, new).unwrap_or(false))
}

/// Makes the extended attributes of `new` those of `old`, and says whether they are.
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

/// Gives `new` all that belongs to `old`, as far as the standard library knows of it.
#[cfg(not(unix))]
pub(super) fn copy(old: &File, new: &File) -> io::Result<bool> {
    new.set_permissions(old.metadata()?.permissions())?;
    Ok(true)
}
