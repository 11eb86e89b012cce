//! Finds cards in directories, reads them, and writes them back.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::card::{Document, EVAL_RESULTS, is_misnamed};

mod attributes;
mod leftovers;
mod ordered;
mod read;
mod replace;
mod write;

pub use crate::card::CARD_NAME;
pub use leftovers::Leftovers;
pub use ordered::{ordered, ordered_singly};
pub use read::{LARGEST_CARD, Unreadable, decode, is_not_a_card, read, shows_front_matter};
pub use write::write;

/// A file that should be a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCard {
    /// The file.
    pub path: PathBuf,
    /// Whether the user named this file; otherwise it was found in a directory.
    pub named: bool,
}

/// The cards at `roots`, in the order of the roots and within a directory by name, each once. A root that is a file is a
/// card whatever its name; in a directory, each README.md is one, and at the top of a git repository so is `readme.md` in
/// any case; `.eval_results/*.yaml` and `eval.yaml` are found, too. In directories `.gitignore` applies, symbolic links to directories are not followed, and directories for
/// which `skips` is true are not entered.
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
            Box::new(folder(root, skips.clone()).filter(move |found| {
                let Ok(FoundCard { path, .. }) = found else { return true };
                !named.contains(path.as_path()) && !earlier.iter().any(|root| holds(root, path))
            }))
        } else {
            let again = earlier.iter().any(|root| tidy(root) == tidy(&roots[index]));
            Box::new((!again).then(|| Ok(FoundCard { path: root.clone(), named: true })).into_iter())
        }
    })
}

/// Whether a path is below a directory, by their names alone.
fn holds(folder: &Path, path: &Path) -> bool {
    let folder = tidy(folder);
    if folder == Path::new(".") { path.is_relative() && !path.starts_with("..") } else { path.starts_with(folder) }
}

fn folder<S>(root: &Path, skips: S) -> impl Iterator<Item = Result<FoundCard, Unreadable>> + Send + use<S>
where
    S: Fn(&Path) -> bool + Send + Sync + 'static,
{
    let mut walk = WalkBuilder::new(root);
    // Each further kind of ignore file would be looked for in every directory.
    walk.require_git(false).git_exclude(false).ignore(false).hidden(false);
    // Paths of one directory are in the order of their names, and need not be taken apart for that.
    walk.sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()));
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        !is_hidden && !(is_folder && skips(entry.path())) || entry.file_name() == EVAL_RESULTS && !skips(entry.path())
    });
    walk.build().filter_map(|entry| match entry {
        Ok(entry) if entry.depth() > 0 && is_found(entry.path()) => {
            Some(Ok(FoundCard { path: tidy(entry.path()).to_path_buf(), named: false }))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Unreadable::folder(&error))),
    })
}

/// Whether a file in a directory is checked.
fn is_found(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CARD_NAME)
        || Document::of(path).is_yaml()
        || is_misnamed(path) && path.with_file_name(".git").exists()
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
