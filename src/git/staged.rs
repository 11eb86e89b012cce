//! The cards of the next commit.

use std::collections::HashMap;
use std::sync::Arc;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::{Flags, Mode, Stage};
use gix::index::extension;
use gix::objs::{FindExt, tree};
use miette::{IntoDiagnostic, Result, WrapErr};

use super::{GitCard, Objects, Repository, folder_of, is_card, trees, unreadable_folder};
use crate::rule::RepoFiles;

impl Repository {
    /// The cards that the next commit adds or changes: regular files called `README.md` whose staged content or
    /// mode is not that of `HEAD`. A path that is only intended to be added, or still in conflict, is in no commit.
    pub fn staged_cards(&self) -> Result<Vec<GitCard>> {
        let head = self.begin_head()?;
        let index = Arc::new(self.index()?);
        let mut head = Head::new(self, head.end()?, &index)?;
        let (mut found, mut cards) = (Vec::new(), Vec::new());
        for entry in index.entries() {
            let path = entry.path(&index);
            if entry.mode == Mode::DIR {
                let Some((tree, base)) = head.differing_folder(path, entry.id) else { continue };
                let within = |below: &BStr| BString::from([path.as_bytes(), below.as_bytes()].concat());
                let unread = trees::changed(&self.objects, tree, base.as_slice(), |below, file| {
                    let path = within(below);
                    if file.mode.is_blob() && is_card(path.as_ref()) {
                        found.push((path, file.oid.to_owned()));
                    }
                });
                cards.extend(unread.into_iter().map(|folder| GitCard { path: within(folder.path.as_ref()), ..folder }));
            } else if is_card(path) && will_be_a_file(entry) && !head.holds(path, entry.mode, entry.id) {
                found.push((path.to_owned(), entry.id));
            }
        }
        cards.extend(head.unread);
        cards.extend(found.into_iter().map(|(path, id)| {
            let files = self.staged_files(&index, path.as_ref());
            self.card(path, id, files)
        }));
        cards.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(cards)
    }

    /// git, too, checks the trailing hash of an index only in `git fsck`.
    fn index(&self) -> Result<gix::index::File> {
        let path = self.inner.index_path();
        let options = gix::index::decode::Options::default();
        gix::index::File::at_or_default(&path, self.inner.object_hash(), true, options)
            .into_diagnostic()
            .wrap_err_with(|| format!("cannot read the index `{}`", path.display()))
    }

    fn staged_files(&self, index: &Arc<gix::index::File>, card: &BStr) -> RepoFiles {
        let most = if index.is_sparse() { usize::MAX } else { index.entries().len() };
        let (index, folder, start) = (Arc::clone(index), folder_of(card).to_owned(), self.start.clone());
        let files = RepoFiles::new(move || {
            let mut paths = Vec::new();
            for entry in index.entries().iter().filter(|entry| !entry.flags.contains(Flags::INTENT_TO_ADD)) {
                let Some(path) = entry.path(&index).strip_prefix(folder.as_slice()) else { continue };
                let path = path.to_str_lossy();
                if entry.mode != Mode::DIR {
                    paths.push(path.into_owned());
                } else if let Ok(repository) = Repository::discover(&start) {
                    paths.extend(repository.files_of_tree(entry.id).iter().map(|below| format!("{path}{below}")));
                }
            }
            Some(paths)
        });
        files.at_most(most)
    }

    /// Every file of a tree; those that cannot be read are left out.
    pub(super) fn files_of_tree(&self, tree: ObjectId) -> Vec<String> {
        let mut paths = Vec::new();
        let _ = trees::changed(&self.objects, tree, &[], |path, _| paths.push(path.to_str_lossy().into_owned()));
        paths
    }
}

fn will_be_a_file(entry: &gix::index::Entry) -> bool {
    matches!(entry.mode, Mode::FILE | Mode::FILE_EXECUTABLE)
        && entry.stage() == Stage::Unconflicted
        && !entry.flags.contains(Flags::INTENT_TO_ADD)
}

/// What `HEAD` holds, read only where the index does not already know that nothing differs: git keeps the ids of
/// unchanged folders in the index (gitformat-index(5), "Cache tree").
struct Head<'a> {
    objects: &'a Objects,
    folders: HashMap<BString, Folder<'a>>,
    /// Folders that cannot be read, and so count as empty.
    unread: Vec<GitCard>,
}

enum Folder<'a> {
    /// The index holds this folder as the commit does.
    Same,
    /// What the commit holds, and what the index knows of the folders below.
    Differs { committed: gix::objs::Tree, cached: Option<&'a extension::Tree> },
}

impl<'a> Head<'a> {
    fn new(repository: &'a Repository, commit: Option<ObjectId>, index: &'a gix::index::File) -> Result<Self> {
        let tree = commit.map(|commit| repository.tree(commit)).transpose()?;
        let mut head = Self { objects: &repository.objects, folders: HashMap::new(), unread: Vec::new() };
        let top = head.folder(BStr::new(""), tree, index.tree());
        head.folders.insert(BString::default(), top);
        Ok(head)
    }

    /// Whether the commit holds exactly this at a path.
    fn holds(&mut self, path: &BStr, mode: Mode, id: ObjectId) -> bool {
        let folder = folder_of(path);
        match self.open(folder) {
            Folder::Same => true,
            Folder::Differs { committed, .. } => {
                let entry = find(committed, &path[folder.len()..], false);
                entry.is_some_and(|entry| entry.oid == id && Some(entry.mode) == mode.to_tree_entry_mode())
            }
        }
    }

    /// The tree that the index holds for a folder as a whole, and the commit's, if the two differ.
    fn differing_folder(&mut self, path: &BStr, staged: ObjectId) -> Option<(ObjectId, Option<ObjectId>)> {
        let name = path.strip_suffix(b"/").unwrap_or(path).as_bstr();
        let parent = folder_of(name);
        let committed = match self.open(parent) {
            Folder::Same => return None,
            Folder::Differs { committed, .. } => find(committed, &name[parent.len()..], true).map(|entry| entry.oid),
        };
        (committed != Some(staged)).then_some((staged, committed))
    }

    /// A folder, read with those above it when it is first asked for.
    fn open(&mut self, path: &BStr) -> &Folder<'a> {
        if !self.folders.contains_key(path) {
            let name = path.strip_suffix(b"/").unwrap_or(path).as_bstr();
            let parent = folder_of(name);
            let name = &name[parent.len()..];
            let below = match self.open(parent) {
                Folder::Same => None,
                Folder::Differs { committed, cached } => {
                    let cached = cached.and_then(|cached| {
                        let at = cached.children.binary_search_by(|child| child.name.as_slice().cmp(name)).ok()?;
                        Some(&cached.children[at])
                    });
                    Some((find(committed, name, true).map(|entry| entry.oid), cached))
                }
            };
            let folder = below.map_or(Folder::Same, |(committed, cached)| self.folder(path, committed, cached));
            self.folders.insert(path.to_owned(), folder);
        }
        &self.folders[path]
    }

    fn folder(&mut self, path: &BStr, committed: Option<ObjectId>, cached: Option<&'a extension::Tree>) -> Folder<'a> {
        let valid = cached.filter(|cached| cached.num_entries.is_some());
        if committed.is_some() && valid.map(|cached| cached.id) == committed {
            return Folder::Same;
        }
        let mut buffer = Vec::new();
        let committed = committed.map(|id| self.objects.find_tree(&id, &mut buffer));
        let committed = match committed {
            Some(Ok(tree)) => tree.into_owned(),
            Some(Err(error)) => {
                self.unread.push(unreadable_folder(path.to_owned(), &error));
                gix::objs::Tree::empty()
            }
            None => gix::objs::Tree::empty(),
        };
        Folder::Differs { committed, cached }
    }
}

fn find<'a>(tree: &'a gix::objs::Tree, name: &[u8], is_folder: bool) -> Option<&'a tree::Entry> {
    let order = |entry: &tree::Entry| tree::name_order(&entry.filename, entry.mode.is_tree(), name, is_folder);
    tree.entries.binary_search_by(order).ok().map(|at| &tree.entries[at])
}
