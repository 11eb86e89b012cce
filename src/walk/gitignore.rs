//! What git ignores in a directory that is walked.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The `.gitignore` files that count for what the walk sees: the nearest one that names a path decides.
pub(super) struct Ignored {
    /// Those of the directories that the walk is in, the innermost last, by their depth.
    within: Vec<(usize, Gitignore)>,
    /// Those of the directories above, the innermost first.
    above: Vec<Gitignore>,
    /// Where the walk begins: its path, and how the paths of the walk begin.
    root: (PathBuf, PathBuf),
    /// `core.excludesFile`.
    user: Gitignore,
}

impl Ignored {
    /// Those that count before a directory is entered whose entries' paths begin with `shown`.
    pub(super) fn above(folder: &Path, shown: &Path) -> Self {
        let root = folder.canonicalize().unwrap_or_default();
        let above = root.ancestors().skip(1).map(read).filter(|rules| !rules.is_empty()).collect();
        Self { within: Vec::new(), above, root: (root, shown.to_path_buf()), user: Gitignore::global().0 }
    }

    /// Adds the file of a directory.
    pub(super) fn enter(&mut self, depth: usize, folder: &Path) {
        self.within.push((depth, read(folder)));
    }

    /// Forgets the file of a directory, if it has one.
    pub(super) fn leave(&mut self, depth: usize) {
        self.within.pop_if(|(of, _)| *of == depth);
    }

    /// Whether git ignores a path.
    pub(super) fn contains(&self, path: &Path, is_folder: bool) -> bool {
        let within = self.within.iter().rev().map(|(_, rules)| rules.matched(path, is_folder));
        let (root, shown) = &self.root;
        let above = self.above.iter().map(|rules| {
            let path = path.strip_prefix(shown).map_or_else(|_| path.to_path_buf(), |path| root.join(path));
            rules.matched(path, is_folder).map(|_| ())
        });
        let decides = within.map(|found| found.map(|_| ())).chain(above).find(|found| !found.is_none());
        decides.unwrap_or_else(|| self.user.matched(path, is_folder).map(|_| ())).is_ignore()
    }
}

/// The file of a directory; what is no pattern in it says nothing.
fn read(folder: &Path) -> Gitignore {
    let mut rules = GitignoreBuilder::new(folder);
    rules.add(folder.join(".gitignore"));
    rules.build().unwrap_or_else(|_| Gitignore::empty())
}
