//! The files beside a card that its page shows or links to.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use crate::card::Card;
use crate::hub::pages::markdown;
use crate::hub::state::files::NewFile;
use crate::walk::CARD_NAME;

/// The largest file that the preview takes, in bytes.
const LARGEST: u64 = 16 << 20;
/// The most bytes that it takes in all.
const MOST: u64 = 64 << 20;

/// When a file was last written, and its size in bytes; `None` where there is none.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// The stamp of a file.
pub(super) fn stamp(path: &Path) -> Stamp {
    let meta = fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

/// The files that a card names, below its folder.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Those that are there.
    pub(super) files: Vec<NewFile>,
    /// Why some that are there are not taken.
    pub(super) trouble: Option<String>,
    /// Where each is or would be, as it was when it was read.
    stamps: Vec<(PathBuf, Stamp)>,
}

impl Beside {
    /// Reads what `card` names in `folder`.
    pub(super) fn read(card: &Card, folder: &Path) -> Self {
        let named = markdown::named_files(card.source.slice(card.body));
        let mut beside = Self::default();
        let mut left = MOST;
        for path in named.images.union(&named.links).filter(|path| *path != CARD_NAME) {
            let Some(place) = place(folder, path) else { continue };
            beside.stamps.push((place.clone(), stamp(&place)));
            match take(folder, &place, left.min(LARGEST)) {
                Ok(Some(bytes)) => {
                    left -= bytes.len() as u64;
                    beside.files.push(NewFile { path: path.clone(), bytes, lfs: Some(false) });
                }
                Ok(None) => {
                    beside.trouble.get_or_insert_with(|| format!("{path} is too large for a preview: it is left out."));
                }
                // A file that is not to be had is missing from the page as it would be on the Hub.
                Err(_) => {}
            }
        }
        beside
    }

    /// Whether one of them is no longer as it was read.
    pub(super) fn changed(&self) -> bool {
        self.stamps.iter().any(|(place, read)| stamp(place) != *read)
    }
}

/// Where a path of the repo lies; `None` where it does not name a file below the folder.
fn place(folder: &Path, path: &str) -> Option<PathBuf> {
    let git = |name: &std::ffi::OsStr| name.eq_ignore_ascii_case(".git");
    let below = Path::new(path).components().all(|part| matches!(part, Component::Normal(name) if !git(name)));
    below.then(|| folder.join(path))
}

/// The bytes of a regular file of at most `most` bytes, whose links do not lead out of the folder; `None` where it has more.
fn take(folder: &Path, place: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let place = fs::canonicalize(place)?;
    if !place.starts_with(fs::canonicalize(folder)?) || !place.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(place)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}
