//! What is in a directory, as the system lists it.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// What a name in a directory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Folder,
    File,
    /// A symbolic link, a device, a pipe.
    Other,
}

impl From<std::fs::FileType> for FileKind {
    fn from(kind: std::fs::FileType) -> Self {
        match kind {
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_file() => Self::File,
            _ => Self::Other,
        }
    }
}

/// Lists directories one after the other.
#[derive(Default)]
pub(super) struct Lister {
    #[cfg(target_os = "linux")]
    buffer: Vec<u8>,
}

impl Lister {
    /// Gives every name in a directory to `take`, in the order of the system, but those of which the system does not say what they
    /// are: the error is then the last one.
    ///
    /// The standard library asks for the state of each directory and reads it into a new buffer.
    #[cfg(target_os = "linux")]
    pub(super) fn list(&mut self, folder: &Path, mut take: impl FnMut(&OsStr, FileKind)) -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt;

        use rustix::fs::{CWD, FileType, Mode, OFlags, RawDir, openat};

        // As much as the kernel gives at a time.
        const BUFFER_SIZE: usize = 32 * 1024;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let opened = rustix::io::retry_on_intr(|| openat(CWD, folder, flags, Mode::empty()))?;
        self.buffer.reserve_exact(BUFFER_SIZE);
        let mut all = Ok(());
        let mut entries = RawDir::new(opened, self.buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            let kind = match entry.file_type() {
                _ if name == "." || name == ".." => continue,
                FileType::Directory => FileKind::Folder,
                FileType::RegularFile => FileKind::File,
                // Not every file system says it here.
                FileType::Unknown => match folder.join(name).symlink_metadata() {
                    Ok(meta) => meta.file_type().into(),
                    // It vanished meanwhile.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => {
                        all = Err(error);
                        continue;
                    }
                },
                _ => FileKind::Other,
            };
            take(name, kind);
        }
        all
    }

    /// Gives every name in a directory to `take`, as on Linux.
    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "on Linux it holds a buffer")]
    pub(super) fn list(&mut self, folder: &Path, mut take: impl FnMut(&OsStr, FileKind)) -> io::Result<()> {
        let mut all = Ok(());
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type() {
                Ok(kind) => take(&entry.file_name(), kind.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => all = Err(error),
            }
        }
        all
    }
}
