//! Finds cards in directories, reads them, and writes them back.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

mod attributes;
mod folder;
mod gitignore;
mod leftovers;
mod listing;
mod ordered;
mod read;
mod replace;
mod write;

use folder::Folder;

pub use crate::card::CARD_NAME;
pub use leftovers::Leftovers;
pub use ordered::{ordered, ordered_singly};
pub use read::{LARGEST_CARD, Unreadable, decode, is_not_a_card, read, read_found, recycle, shows_front_matter};
pub use write::write;

/// A file that should be a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCard {
    /// The file.
    pub path: PathBuf,
    /// Whether the user named this file; otherwise it was found in a directory.
    pub named: bool,
    /// Whether it is a regular file for certain.
    pub is_file: bool,
    /// Whether it is at the top of a git repository, if that is known.
    pub in_repository: Option<bool>,
}

impl FoundCard {
    fn named(path: PathBuf) -> Self {
        Self { path, named: true, is_file: false, in_repository: None }
    }
}

/// The cards at `roots`, in the order of the roots and within a directory by name, each once. A root that is a file is a
/// card whatever its name; in a directory, each README.md is one, and at the top of a git repository so is `readme.md` in
/// any case; `.eval_results/*.yaml` and `eval.yaml` are found, too. In directories `.gitignore` applies, symbolic links to
/// directories are not followed, and directories for which `skips` is true are not entered.
///
/// Memory holds the entries of one directory per level, never the whole tree.
pub fn cards<S>(roots: &[PathBuf], skips: S) -> impl Iterator<Item = Result<FoundCard, Unreadable>> + Send
where
    S: Fn(&Path) -> bool + Clone + Send + Sync + 'static,
{
    // A single root contains no other.
    let named: HashSet<&Path> = roots.iter().map(|root| tidy(root)).filter(|_| roots.len() > 1).collect();
    roots.iter().enumerate().flat_map(move |(index, root)| -> Box<dyn Iterator<Item = _> + Send> {
        let earlier = &roots[..index];
        if root.is_dir() && root.file_name().is_none_or(|name| name != CARD_NAME) {
            let named = named.clone();
            Box::new(Folder::new(root, skips.clone()).filter(move |found| {
                let Ok(FoundCard { path, .. }) = found else { return true };
                !named.contains(path.as_path()) && !earlier.iter().any(|root| holds(root, path))
            }))
        } else {
            let again = earlier.iter().any(|root| tidy(root) == tidy(&roots[index]));
            Box::new((!again).then(|| Ok(FoundCard::named(root.clone()))).into_iter())
        }
    })
}

/// Whether a path is below a directory, by their names alone.
fn holds(folder: &Path, path: &Path) -> bool {
    let folder = tidy(folder);
    if folder == Path::new(".") { path.is_relative() && !path.starts_with("..") } else { path.starts_with(folder) }
}

/// `a/README.md` for `./a/README.md`, which nobody typed.
fn tidy(path: &Path) -> &Path {
    path.strip_prefix("./").ok().filter(|path| !path.as_os_str().is_empty()).unwrap_or(path)
}

/// The files below a directory, as a repo contains them: relative paths with `/`, without those that `.gitignore` excludes.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = WalkBuilder::new(folder).hidden(false).sort_by_file_name(Ord::cmp).build().flatten();
    entries
        .filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()))
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).ok()?;
            let names: Vec<&str> = path.iter().map(|name| name.to_str()).collect::<Option<_>>()?;
            (names.first() != Some(&".git")).then(|| names.join("/"))
        })
        .collect()
}
