//! The files that a card's page shows or links to.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use crate::card::Card;
use crate::hub::pages::markdown;
use crate::hub::state::files::NewFile;
use crate::walk::CARD_NAME;

/// The largest file that a preview includes, in bytes.
const MAX_FILE: u64 = 16 << 20;
/// The most bytes that it includes in total.
const MAX_TOTAL: u64 = 64 << 20;

/// When a file was last written, and its size in bytes; `None` if there is none.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// The stamp of a file.
pub(super) fn stamp(path: &Path) -> Stamp {
    let meta = fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

/// The files that a card links to, below its directory.
#[derive(Debug, Default)]
pub(super) struct LinkedFiles {
    /// Those that exist.
    pub(super) files: Vec<NewFile>,
    /// Why some of them are not included.
    pub(super) trouble: Option<String>,
    /// The path and stamp of each, as of when it was read.
    stamps: Vec<(PathBuf, Stamp)>,
}

impl LinkedFiles {
    /// Reads the files that `card` links to in `folder`.
    pub(super) fn read(card: &Card, folder: &Path) -> Self {
        let named = markdown::named_files(card.source.slice(card.body));
        let mut linked = Self::default();
        let mut left = MAX_TOTAL;
        for path in named.images.union(&named.links).filter(|path| *path != CARD_NAME) {
            let Some(place) = place(folder, path) else { continue };
            linked.stamps.push((place.clone(), stamp(&place)));
            match take(folder, &place, left.min(MAX_FILE)) {
                Ok(Some(bytes)) => {
                    left -= bytes.len() as u64;
                    linked.files.push(NewFile { path: path.clone(), bytes, lfs: Some(false) });
                }
                Ok(None) => {
                    linked.trouble.get_or_insert_with(|| format!("{path} is too large for a preview: it is skipped."));
                }
                // A file that cannot be read is missing from the page, as on the Hub.
                Err(_) => {}
            }
        }
        linked
    }

    /// Whether one of them has changed since it was read.
    pub(super) fn changed(&self) -> bool {
        self.stamps.iter().any(|(place, read)| stamp(place) != *read)
    }
}

/// Where a path of the repo is on disk; `None` if it is not below the directory.
fn place(folder: &Path, path: &str) -> Option<PathBuf> {
    let git = |name: &std::ffi::OsStr| name.eq_ignore_ascii_case(".git");
    let below = Path::new(path).components().all(|part| matches!(part, Component::Normal(name) if !git(name)));
    below.then(|| folder.join(path))
}

/// The bytes of a regular file whose links stay below the directory; `None` if it has more than `most`.
fn take(folder: &Path, place: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let place = fs::canonicalize(place)?;
    if !place.starts_with(fs::canonicalize(folder)?) || !place.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(place)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}
