//! What happened: commits, and what they changed.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use super::{FileEntry, Flat, Repository};
use crate::hub::state::Time;
use gix_hash::ObjectId;
use gix_object::bstr::{BString, ByteSlice};
use gix_object::tree::EntryKind;

/// One commit as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its object id.
    pub id: ObjectId,
    /// The commits before it.
    pub parents: Vec<ObjectId>,
    /// The first line of the message.
    pub title: String,
    /// The message after the title and the empty line.
    pub message: String,
    /// The author's name: a user of the Hub, or what a pushed commit says.
    pub author: String,
    /// When it was committed.
    pub date: Time,
}

/// What happened to a path between two commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// It has other content.
    Modified,
}

impl Repository {
    /// A commit.
    pub fn commit_info(&self, id: ObjectId) -> Option<Commit> {
        let commit = self.commit_object(id)?;
        let text = commit.message.to_str_lossy();
        let (title, message) = text.split_once('\n').unwrap_or((&text, ""));
        let seconds =
            commit.committer().ok().and_then(|committer| committer.time().ok()).map_or(0, |time| time.seconds);
        Some(Commit {
            id,
            parents: commit.parents().collect(),
            title: title.to_owned(),
            message: message.trim().to_owned(),
            author: commit.author().ok().map(|author| author.name.to_str_lossy().into_owned()).unwrap_or_default(),
            date: Time::from_milliseconds(seconds.saturating_mul(1000)),
        })
    }

    /// A commit and everything before it, the newest first.
    pub fn log(&self, from: ObjectId) -> Vec<Commit> {
        let mut seen = HashSet::from([from]);
        let mut waiting = VecDeque::from([from]);
        let mut commits = Vec::new();
        while let Some(id) = waiting.pop_front() {
            let Some(commit) = self.commit_info(id) else { continue };
            waiting.extend(commit.parents.iter().copied().filter(|parent| seen.insert(*parent)));
            commits.push(commit);
        }
        commits
    }

    /// The newest commit that both revisions have.
    pub fn merge_base(&self, one: ObjectId, other: ObjectId) -> Option<ObjectId> {
        let ours: HashSet<ObjectId> = self.log(one).into_iter().map(|commit| commit.id).collect();
        self.log(other).into_iter().map(|commit| commit.id).find(|id| ours.contains(id))
    }

    /// The files that differ between two commits; `None` is an empty tree.
    pub fn changes(&self, from: Option<ObjectId>, to: ObjectId) -> BTreeMap<String, Change> {
        let before = from.map(|from| self.flat(from)).unwrap_or_default();
        let after = self.flat(to);
        let paths: BTreeSet<&BString> = before.keys().chain(after.keys()).collect();
        paths
            .into_iter()
            .filter_map(|path| {
                let change = match (before.get(path), after.get(path)) {
                    (None, _) => Change::Added,
                    (_, None) => Change::Deleted,
                    (one, other) if one == other => return None,
                    _ => Change::Modified,
                };
                Some((path.to_str_lossy().into_owned(), change))
            })
            .collect()
    }

    /// The commit that last touched each path (files and folders) of `from`.
    pub fn last_commits(&self, from: ObjectId, paths: &[String]) -> BTreeMap<String, Commit> {
        let mut open: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        let mut found = BTreeMap::new();
        let mut next = Some(from);
        while let Some(commit) = next.and_then(|id| self.commit_info(id)).filter(|_| !open.is_empty()) {
            next = commit.parents.first().copied();
            let parent = next.and_then(|parent| self.tree_of(parent));
            let mut touched = BTreeSet::new();
            self.touched(parent, self.tree_of(commit.id), "", &mut touched);
            open.retain(|path| {
                let last = touched.contains(*path);
                if last {
                    found.insert((*path).to_owned(), commit.clone());
                }
                !last
            });
        }
        found
    }

    /// Every large file that the repo keeps and a ref's history has, once, under the newest name it has, with the ref and the commit that
    /// brought it.
    pub fn large_files(&self) -> Vec<(FileEntry, String, Commit)> {
        let mut found: BTreeMap<String, (FileEntry, String, Commit)> = BTreeMap::new();
        for (name, id) in self.refs() {
            let Some(head) = self.peel(*id) else { continue };
            for commit in self.log(head) {
                for entry in self.all_files(commit.id) {
                    let Some(pointer) = entry.pointer().filter(|pointer| self.large.contains_key(&pointer.oid)) else {
                        continue;
                    };
                    match found.get_mut(&pointer.oid) {
                        // the log goes back in time: the oldest commit that has it brought it
                        Some((_, kept, brought)) if kept == name => *brought = commit.clone(),
                        Some(_) => {}
                        None => {
                            found.insert(pointer.oid.clone(), (entry, name.clone(), commit.clone()));
                        }
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// Adds the paths, folders too, in which two trees differ.
    fn touched(&self, one: Option<ObjectId>, other: Option<ObjectId>, folder: &str, paths: &mut BTreeSet<String>) {
        if one == other {
            return;
        }
        let children = |tree: Option<ObjectId>| -> BTreeMap<BString, (EntryKind, ObjectId)> {
            let entries = tree.and_then(|tree| self.tree(tree)).map(|tree| tree.entries).unwrap_or_default();
            entries
                .into_iter()
                .map(|entry| (entry.filename.to_owned(), (entry.mode.kind(), entry.oid.to_owned())))
                .collect()
        };
        let (before, after) = (children(one), children(other));
        for name in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let (was, is) = (before.get(name), after.get(name));
            if was != is {
                let path = format!("{folder}{}", name.to_str_lossy());
                let tree = |entry: Option<&(EntryKind, ObjectId)>| {
                    entry.filter(|(kind, _)| *kind == EntryKind::Tree).map(|(_, oid)| *oid)
                };
                self.touched(tree(was), tree(is), &format!("{path}/"), paths);
                paths.insert(path);
            }
        }
    }

    /// Every path of a commit that is not a folder.
    pub(super) fn flat(&self, commit: ObjectId) -> Flat {
        let mut flat = Flat::new();
        if let Some(tree) = self.tree_of(commit) {
            self.flatten(tree, &BString::default(), &mut flat);
        }
        flat
    }

    fn flatten(&self, tree: ObjectId, folder: &BString, flat: &mut Flat) {
        let Some(tree) = self.tree(tree) else { return };
        for entry in tree.entries {
            let mut path = folder.clone();
            path.extend_from_slice(entry.filename);
            if entry.mode.is_tree() {
                path.push(b'/');
                self.flatten(entry.oid.to_owned(), &path, flat);
            } else {
                flat.insert(path, (entry.mode.kind(), entry.oid.to_owned()));
            }
        }
    }
}
