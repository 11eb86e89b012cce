//! The cards in a directory and below.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::gitignore::Ignored;
use super::listing::{FileKind, Lister};
use super::{CARD_NAME, FoundCard, Unreadable};
use crate::card::{Document, EVAL_RESULTS, is_misnamed};

/// Walks a directory by name. Each directory is read once: what is in it also tells that there is no `.gitignore` to look for,
/// and no repository.
pub(super) struct Folder<S> {
    skips: S,
    ignored: Ignored,
    lister: Lister,
    /// The directories that the walk is in, the innermost last.
    open: Vec<Listing>,
    /// What could not be read, and is not yet told.
    unreadable: Vec<Unreadable>,
}

/// A directory, and what is left to see of it.
struct Listing {
    entries: std::vec::IntoIter<Entry>,
    has_repository: bool,
}

/// A directory to enter, or a card.
struct Entry {
    path: PathBuf,
    kind: FileKind,
    is_card: bool,
}

impl<S: Fn(&Path) -> bool> Folder<S> {
    pub(super) fn new(root: &Path, skips: S) -> Self {
        // Nobody typed the `./` of `./a/README.md`.
        let shown = if root == Path::new(".") { Path::new("") } else { super::tidy(root) };
        let ignored = Ignored::above(root, shown);
        let mut folder = Self { skips, ignored, lister: Lister::default(), open: Vec::new(), unreadable: Vec::new() };
        folder.enter(root, shown);
        folder
    }

    /// Reads a directory; the paths of its entries begin with `shown`.
    fn enter(&mut self, folder: &Path, shown: &Path) {
        let (mut entries, mut has_repository, mut has_gitignore) = (Vec::new(), false, false);
        let listed = self.lister.list(folder, |name, kind| {
            has_repository |= name == ".git";
            has_gitignore |= name == ".gitignore";
            let is_hidden = name.as_encoded_bytes().starts_with(b".") && name != EVAL_RESULTS;
            if !is_hidden && (kind == FileKind::Folder || may_be_card(name)) {
                entries.push(Entry { is_card: name == CARD_NAME, path: joined(shown, name), kind });
            }
        });
        if let Err(error) = listed {
            self.unreadable.push(Unreadable::new(&folder.display().to_string(), super::read::plain(&error), None));
        }
        if has_gitignore {
            self.ignored.enter(self.open.len(), folder);
        }
        entries.retain_mut(|entry| {
            let (path, is_folder) = (entry.path.as_path(), entry.kind == FileKind::Folder);
            entry.is_card |= Document::of(path).is_yaml() || has_repository && is_misnamed(path);
            (entry.is_card || is_folder)
                && !(is_folder && (self.skips)(path))
                && !self.ignored.contains(path, is_folder)
        });
        entries.sort_unstable_by(|one, other| one.path.as_os_str().cmp(other.path.as_os_str()));
        self.open.push(Listing { entries: entries.into_iter(), has_repository });
    }
}

/// As [`Path::join`], which allocates twice.
fn joined(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.push(folder);
    path.push(name);
    path
}

/// Whether a name is worth a look among the many of a directory with data.
fn may_be_card(name: &OsStr) -> bool {
    let extension = Path::new(name).extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("md") || extension == "yaml"
}

impl<S: Fn(&Path) -> bool> Iterator for Folder<S> {
    type Item = Result<FoundCard, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(unreadable) = self.unreadable.pop() {
                return Some(Err(unreadable));
            }
            let folder = self.open.last_mut()?;
            let Some(Entry { path, kind, is_card }) = folder.entries.next() else {
                self.open.pop();
                self.ignored.leave(self.open.len());
                continue;
            };
            let in_repository = Some(folder.has_repository);
            if kind == FileKind::Folder {
                self.enter(&path, &path);
            }
            if is_card {
                return Some(Ok(FoundCard { path, named: false, is_file: kind == FileKind::File, in_repository }));
            }
        }
    }
}
