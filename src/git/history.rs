//! The cards that commits change: pushed, received, or since a revision.

use std::collections::{BTreeSet, HashSet};

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::{Exists, FindExt, Kind};
use miette::{Result, miette};

use super::{GitCard, Repository, folder_of, is_card, missing, trees};
use crate::rule::RepoFiles;

/// What a push does to one ref of the receiving repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefUpdate {
    /// The ref, as the receiver calls it: `refs/heads/main`.
    pub name: BString,
    /// What it points to before; `None` where it is new.
    pub old: Option<ObjectId>,
    /// What it points to afterwards; `None` where it is deleted.
    pub new: Option<ObjectId>,
}

/// The cards that commits change.
#[derive(Debug, Default)]
pub struct Changes {
    /// The cards, as the last of the commits holds them, by path.
    pub cards: Vec<GitCard>,
    /// The last of the commits; `None` where nothing is new.
    pub tip: Option<ObjectId>,
    /// The trees that the changes are told from.
    pub(super) before: BTreeSet<ObjectId>,
    /// Whether a shallow clone lacks commits that say what is new.
    is_cut: bool,
}

/// What new commits build on.
struct Base {
    /// Their parents that are not new.
    commits: Vec<ObjectId>,
    /// Whether a parent is missing.
    is_cut: bool,
}

const REVISION_HELP: &str = "name a branch, a tag or a commit";
const SHALLOW_HELP: &str = "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout";

impl RefUpdate {
    /// Reads the lines that git gives a pre-push hook: `<local ref> <local id> <remote ref> <remote id>` (githooks(5)).
    pub fn pushed(lines: &[u8]) -> Result<Vec<Self>> {
        Self::read(lines, |words| match words {
            [_local, new, name, old] => Some([*name, *old, *new]),
            _ => None,
        })
    }

    /// Reads the lines that git gives a pre-receive hook: `<old id> <new id> <ref>` (githooks(5)).
    pub fn received(lines: &[u8]) -> Result<Vec<Self>> {
        Self::read(lines, |words| match words {
            [old, new, name] => Some([*name, *old, *new]),
            _ => None,
        })
    }

    fn read(lines: &[u8], order: for<'a> fn(&[&'a BStr]) -> Option<[&'a BStr; 3]>) -> Result<Vec<Self>> {
        let lines = lines.lines().filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let words: Vec<&BStr> = line.split_str(" ").map(BStr::new).collect();
                let id = |hex: &BStr| ObjectId::from_hex(hex).ok().map(|id| (!id.is_null()).then_some(id));
                order(&words)
                    .and_then(|[name, old, new]| Some(Self { name: name.to_owned(), old: id(old)?, new: id(new)? }))
                    .ok_or_else(|| {
                        miette!(
                            help = "git runs this command as a hook, and passes the refs on standard input",
                            "`{}` is not a line that git passes to a hook",
                            line.as_bstr()
                        )
                    })
            })
            .collect()
    }

    /// The ref without `refs/heads/` or `refs/tags/`.
    pub fn short_name(&self) -> String {
        let name = self.name.as_bstr();
        let short = name.strip_prefix(b"refs/heads/").or_else(|| name.strip_prefix(b"refs/tags/")).unwrap_or(name);
        short.to_str_lossy().into_owned()
    }
}

impl Repository {
    /// The cards that a push to `remote` changes: in commits that, as far as this repository knows, the remote does
    /// not have yet. `remote` is a name or, for a push to an address, the address.
    pub fn pushed_cards(&self, remote: &str, update: &RefUpdate) -> Result<Changes> {
        let mut known: Vec<ObjectId> = update.old.into_iter().collect();
        if !remote.is_empty() && !remote.contains(':') {
            known.extend(self.tips(&format!("refs/remotes/{remote}/"))?);
        }
        self.changes(update.new, known, None)
    }

    /// The cards that a received ref changes, against what it held before and what is in the history of the default
    /// branch. What another branch has brought is checked again when it reaches this one.
    pub fn received_cards(&self, update: &RefUpdate) -> Result<Changes> {
        let is_default = self.head_name().is_some_and(|head| head == update.name);
        let default = if is_default { None } else { self.head()? };
        self.changes(update.new, default.into_iter().collect(), update.old)
    }

    /// The cards that the commits of `HEAD` change which are not in the history of `revision`, as `HEAD` holds them.
    pub fn cards_since(&self, revision: &str) -> Result<Changes> {
        let missing = |reason: String| {
            let (clone, help) =
                if self.is_shallow() { (" in this shallow clone", SHALLOW_HELP) } else { ("", REVISION_HELP) };
            miette!(help = help, "cannot find the revision `{revision}`{clone}: {reason}")
        };
        let since = self.revision(revision).map_err(missing)?;
        // A whole id is a revision, whether its object is here or not.
        if !self.objects.exists(&since) {
            return Err(missing(format!("no object {since}")));
        }
        let since = self.commit(since)?.ok_or_else(|| miette!(help = REVISION_HELP, "`{revision}` is not a commit"))?;
        let head = self.head()?.ok_or_else(|| miette!("the repository has no commits yet"))?;
        let mut changes = self.changes(Some(head), vec![since], None)?;
        changes.before.insert(self.tree(since)?);
        if changes.is_cut {
            return Err(miette!(
                help = SHALLOW_HELP,
                "this shallow clone does not reach back to the common ancestor of `HEAD` and `{revision}`"
            ));
        }
        Ok(changes)
    }

    /// The cards at `tip` that differ from what each commit before the new ones holds. New is what is not in the
    /// history of `known`; so a card that only arrives in a merge is not checked again. Nor is one that is so
    /// in `before`.
    fn changes(&self, tip: Option<ObjectId>, known: Vec<ObjectId>, before: Option<ObjectId>) -> Result<Changes> {
        let Some(tip) = tip.map(|tip| self.commit(tip)).transpose()?.flatten() else { return Ok(Changes::default()) };
        let known = known.into_iter().filter(|known| self.objects.exists(known));
        let known = known.filter_map(|known| self.commit(known).ok().flatten()).collect();
        let Some(Base { mut commits, is_cut }) = self.base(tip, known)? else { return Ok(Changes::default()) };
        commits.extend(before.map(|before| self.commit(before)).transpose()?.flatten());
        let tree = self.tree(tip)?;
        let bases = commits.into_iter().map(|base| self.tree(base)).collect::<Result<BTreeSet<_>>>()?;
        let mut found = Vec::new();
        let mut cards =
            trees::changed(&self.objects, tree, &bases.iter().copied().collect::<Vec<_>>(), |path, file| {
                if file.mode.is_blob() && is_card(path) {
                    found.push((path.to_owned(), file.oid.to_owned()));
                }
            });
        cards.extend(found.into_iter().map(|(path, id)| {
            let files = self.tree_files(tree, path.as_ref());
            self.card(path, id, files)
        }));
        cards.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Changes { cards, tip: Some(tip), before: bases, is_cut })
    }

    /// What the new commits build on; `None` where nothing is new. A commit whose parent is missing, as in a shallow
    /// clone, counts as the first.
    fn base(&self, tip: ObjectId, known: Vec<ObjectId>) -> Result<Option<Base>> {
        if known.is_empty() {
            return Ok(Some(Base { commits: Vec::new(), is_cut: false }));
        }
        let walk = gix::traverse::commit::Simple::filtered([tip], &self.objects, |id| self.objects.exists(id));
        let mut new = HashSet::new();
        let mut parents = Vec::new();
        for commit in walk.hide(known).map_err(missing)? {
            let commit = commit.map_err(missing)?;
            new.insert(commit.id);
            parents.extend(commit.parent_ids);
        }
        parents.retain(|parent| !new.contains(parent));
        let (commits, cut): (Vec<_>, Vec<_>) = parents.into_iter().partition(|parent| self.objects.exists(parent));
        Ok((!new.is_empty()).then_some(Base { commits, is_cut: !cut.is_empty() }))
    }

    /// The commit that brought a card to what it is at `tip`: the last one of an unbroken line of commits, back from
    /// there, that hold it so.
    pub fn origin(&self, tip: ObjectId, path: &BStr, id: ObjectId) -> ObjectId {
        let holds = |commit: &ObjectId| self.tree(*commit).ok().and_then(|tree| self.entry(tree, path)) == Some(id);
        let mut origin = tip;
        loop {
            let mut buffer = Vec::new();
            let Ok(commit) = self.objects.find_commit(&origin, &mut buffer) else { return origin };
            let mut parents = commit.parents().filter(|parent| self.objects.exists(parent));
            match parents.find(holds) {
                Some(parent) => origin = parent,
                None => return origin,
            }
        }
    }

    /// The commit that an id or a tag leads to; `None` where it leads to something else.
    fn commit(&self, mut id: ObjectId) -> Result<Option<ObjectId>> {
        let mut buffer = Vec::new();
        loop {
            let object = self.objects.find(&id, &mut buffer).map_err(missing)?;
            match object.kind {
                Kind::Commit => return Ok(Some(id)),
                Kind::Tag => id = self.objects.find_tag(&id, &mut buffer).map_err(missing)?.target(),
                Kind::Tree | Kind::Blob => return Ok(None),
            }
        }
    }

    pub(super) fn tree(&self, commit: ObjectId) -> Result<ObjectId> {
        let mut buffer = Vec::new();
        Ok(self.objects.find_commit(&commit, &mut buffer).map_err(missing)?.tree())
    }

    pub(super) fn tree_files(&self, tree: ObjectId, card: &BStr) -> RepoFiles {
        let (folder, start) = (folder_of(card).to_str_lossy().into_owned(), self.start.clone());
        RepoFiles::new(move || {
            let Ok(repository) = Repository::discover(&start) else { return None };
            let paths = repository.files_of_tree(tree);
            Some(paths.iter().filter_map(|path| Some(path.strip_prefix(&folder)?.to_owned())).collect())
        })
    }
}
