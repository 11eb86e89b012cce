//! New commits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gix_hash::ObjectId;
use gix_object::bstr::{BStr, BString, ByteSlice};
use gix_object::tree::EntryKind;
use gix_object::{CommitRef, Kind, TagRef, Tree, WriteTo, tree};

use super::attributes::{Attributes, default_attributes, line_for};
use super::content::Content;
use super::pointer::Pointer;
use super::{BRANCH, DEFAULT_BRANCH, Flat, Object, Repository};
use crate::card::RepoType;
use crate::hub::state::Time;

/// Where the rules for LFS are.
const ATTRIBUTES: &str = ".gitattributes";

/// One change to the files of a branch.
#[derive(Clone, Debug)]
pub enum FileEdit {
    /// A file whose bytes go into git.
    Put {
        /// Where.
        path: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A file in LFS, whose content the repo has.
    PutLarge {
        /// Where.
        path: String,
        /// Which.
        pointer: Pointer,
    },
    /// A file or folder that goes.
    Delete {
        /// Where.
        path: String,
    },
}

impl FileEdit {
    /// Where the change is.
    pub fn path(&self) -> &str {
        match self {
            FileEdit::Put { path, .. } | FileEdit::PutLarge { path, .. } | FileEdit::Delete { path } => path,
        }
    }
}

/// Who makes a commit, and when.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The user's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// When.
    pub time: Time,
}

impl Signature {
    /// As git writes it into a commit or tag.
    pub(super) fn header(&self) -> String {
        let clean = |text: &str| text.replace(['<', '>', '\n', '\0'], "");
        format!("{} <{}> {} +0000", clean(&self.name), clean(&self.email), self.time.milliseconds().div_euclid(1000))
    }
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileEditError {
    /// A path that git cannot have.
    BadPath(String),
    /// There is nothing to delete.
    NothingAt(String),
    /// A file of that name and a folder of that name.
    FileAndFolder(String),
    /// The object could not be written, and why.
    NotWritten(String),
}

/// A file of a repo that is made with content.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Where.
    pub path: String,
    /// The content; for LFS the large file, not the pointer.
    pub bytes: Vec<u8>,
    /// Whether it goes to LFS; where it is not said, `.gitattributes` decides.
    pub lfs: Option<bool>,
}

impl Repository {
    /// A repository with one commit on its main branch: the files given, and the Hub's `.gitattributes` unless it is
    /// among them.
    pub fn with_files(kind: RepoType, mut files: Vec<NewFile>, who: &Signature) -> Result<Repository, FileEditError> {
        if !files.iter().any(|file| file.path == ATTRIBUTES) {
            let bytes = default_attributes(kind).into_bytes();
            files.push(NewFile { path: ATTRIBUTES.to_owned(), bytes, lfs: Some(false) });
        }
        let own = files.iter().find(|file| file.path == ATTRIBUTES).map(|file| &file.bytes[..]).unwrap_or_default();
        let rules = Attributes::read(&own.to_str_lossy());
        let mut repository = Repository::default();
        let mut edits = Vec::new();
        for NewFile { path, bytes, lfs } in files {
            edits.push(if lfs.unwrap_or_else(|| rules.lfs(&path)) {
                let content = Content::from(bytes);
                let oid = content.sha256().map_err(|error| FileEditError::NotWritten(error.to_string()))?;
                let pointer = Pointer { oid: oid.clone(), size: content.size() };
                repository.keep_large(oid, content);
                FileEdit::PutLarge { path, pointer }
            } else {
                FileEdit::Put { path, bytes }
            });
        }
        let commit = repository.commit(&[], &edits, who, "initial commit")?;
        repository.set_ref(format!("{BRANCH}{DEFAULT_BRANCH}"), commit);
        Ok(repository)
    }

    /// Makes a commit with `edits` on top of `parents` and returns its id; no ref moves yet.
    ///
    /// A large file that no rule of `.gitattributes` covers gets a line of its own there, so that git-lfs finds it.
    pub fn commit(
        &mut self,
        parents: &[ObjectId],
        edits: &[FileEdit],
        who: &Signature,
        message: &str,
    ) -> Result<ObjectId, FileEditError> {
        let mut flat = parents.first().map(|parent| self.flat(*parent)).unwrap_or_default();
        let mut large = Vec::new();
        for edit in edits {
            check_path(edit.path())?;
            match edit {
                FileEdit::Put { path, bytes } => self.put(&mut flat, path.clone(), bytes)?,
                FileEdit::PutLarge { path, pointer } => {
                    self.put(&mut flat, path.clone(), pointer.text().as_bytes())?;
                    large.push(path.clone());
                }
                FileEdit::Delete { path } => delete(&mut flat, path)?,
            }
        }
        self.cover(&mut flat, large)?;
        let tree = self.write_tree(&flat)?;
        self.write_commit(tree, parents, who, message)
    }

    /// Makes a commit that has the files of `like` and the parents given.
    pub fn commit_like(
        &mut self,
        like: ObjectId,
        parents: &[ObjectId],
        who: &Signature,
        message: &str,
    ) -> Result<ObjectId, FileEditError> {
        let tree = self.tree_of(like).ok_or_else(|| FileEditError::NothingAt(like.to_string()))?;
        self.write_commit(tree, parents, who, message)
    }

    /// Brings what happened between the common ancestor and `theirs` into `ours`: the id of the merge commit, or the
    /// paths that both changed.
    pub fn merge(
        &mut self,
        ours: ObjectId,
        theirs: ObjectId,
        who: &Signature,
        message: &str,
    ) -> Result<Result<ObjectId, Vec<String>>, FileEditError> {
        let base = self.merge_base(ours, theirs).map(|base| self.flat(base)).unwrap_or_default();
        let (mut merged, other) = (self.flat(ours), self.flat(theirs));
        let mut conflicts = Vec::new();
        for path in base.keys().chain(other.keys()).cloned().collect::<BTreeSet<_>>() {
            let (was, is, here) = (base.get(&path), other.get(&path), merged.get(&path));
            if was == is || is == here {
                continue;
            }
            if here != was {
                conflicts.push(path.to_str_lossy().into_owned());
            } else if let Some(entry) = is {
                merged.insert(path, *entry);
            } else {
                merged.remove(&path);
            }
        }
        if !conflicts.is_empty() {
            return Ok(Err(conflicts));
        }
        let tree = self.write_tree(&merged)?;
        self.write_commit(tree, &[ours, theirs], who, message).map(Ok)
    }

    /// Takes the objects that `tips` reach and that are new here from `find`; the error is an object that is nowhere.
    pub fn import(
        &mut self,
        tips: impl IntoIterator<Item = ObjectId>,
        mut find: impl FnMut(ObjectId) -> Option<Object>,
    ) -> Result<(), ObjectId> {
        let mut waiting: Vec<ObjectId> = tips.into_iter().collect();
        let mut new = BTreeMap::new();
        while let Some(id) = waiting.pop() {
            if self.objects.contains_key(&id) || new.contains_key(&id) {
                continue;
            }
            let object = find(id).ok_or(id)?;
            waiting.extend(references(&object).ok_or(id)?);
            new.insert(id, object);
        }
        self.objects_mut().extend(new);
        Ok(())
    }

    /// Takes refs from a clone of this repository that went on by itself, with what they need; one that is gone there
    /// goes here, too.
    pub fn take(&mut self, from: &Repository, refs: &BTreeSet<String>) {
        let tips: Vec<ObjectId> = refs.iter().filter_map(|name| from.refs.get(name).copied()).collect();
        // A clone lacks nothing that its own refs need.
        let _ = self.import(tips, |id| from.objects.get(&id).cloned());
        for (oid, content) in &from.large {
            self.keep_large(oid.clone(), content.clone());
        }
        for name in refs {
            match from.refs.get(name) {
                Some(to) => self.set_ref(name, *to),
                None => drop(self.remove_ref(name)),
            }
        }
    }

    /// Takes a commit from a clone of this repository, with what it needs and no ref.
    pub fn take_commit(&mut self, from: &Repository, commit: ObjectId) {
        // A clone has what its own commits need.
        let _ = self.import([commit], |id| from.objects.get(&id).cloned());
        for (oid, content) in &from.large {
            self.keep_large(oid.clone(), content.clone());
        }
    }

    fn objects_mut(&mut self) -> &mut BTreeMap<ObjectId, Object> {
        Arc::make_mut(&mut self.objects)
    }

    /// Removes the objects and large files that no ref reaches.
    pub fn collect_garbage(&mut self) {
        let mut kept = BTreeMap::new();
        let mut waiting: Vec<ObjectId> = self.refs.values().copied().collect();
        while let Some(id) = waiting.pop() {
            if let Some(object) = self.objects_mut().remove(&id) {
                waiting.extend(references(&object).unwrap_or_default());
                kept.insert(id, object);
            }
        }
        self.objects = Arc::new(kept);
        let used: BTreeSet<String> =
            self.objects.values().filter_map(|object| Some(Pointer::read(&object.data)?.oid)).collect();
        self.large.retain(|oid, _| used.contains(oid));
    }

    fn put(&mut self, flat: &mut Flat, path: String, bytes: &[u8]) -> Result<(), FileEditError> {
        let below = format!("{path}/");
        let folder =
            flat.range(BString::from(below.as_str())..).next().is_some_and(|(key, _)| key.starts_with_str(&below));
        let within_file = path.match_indices('/').any(|(at, _)| flat.contains_key(path.as_bytes()[..at].as_bstr()));
        if folder || within_file {
            return Err(FileEditError::FileAndFolder(path));
        }
        let oid = self.write_raw(Kind::Blob, bytes)?;
        let mode = flat.get(path.as_bytes().as_bstr()).map_or(EntryKind::Blob, |(mode, _)| *mode);
        flat.insert(path.into(), (mode, oid));
        Ok(())
    }

    /// Adds rules to `.gitattributes` for large files that have none.
    fn cover(&mut self, flat: &mut Flat, large: Vec<String>) -> Result<(), FileEditError> {
        let blob = flat.get(ATTRIBUTES.as_bytes().as_bstr()).and_then(|(_, oid)| self.objects.get(oid));
        let mut text = blob.map(|blob| blob.data.to_str_lossy().into_owned()).unwrap_or_default();
        let rules = Attributes::read(&text);
        let uncovered: Vec<String> = large.into_iter().filter(|path| !rules.lfs(path)).collect();
        if uncovered.is_empty() {
            return Ok(());
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.extend(uncovered.iter().map(|path| line_for(path)));
        self.put(flat, ATTRIBUTES.to_owned(), text.as_bytes())
    }

    /// Writes the tree that holds these paths, and those below it.
    fn write_tree(&mut self, flat: &Flat) -> Result<ObjectId, FileEditError> {
        let paths: Vec<_> = flat.iter().map(|(path, entry)| (path.as_bstr(), *entry)).collect();
        self.write_folder(&paths)
    }

    /// Writes the tree of sorted paths that lie in one folder, and those below it.
    fn write_folder(&mut self, paths: &[(&BStr, (EntryKind, ObjectId))]) -> Result<ObjectId, FileEditError> {
        let mut entries = Vec::new();
        let mut rest = paths;
        while let Some((path, (mode, oid))) = rest.first() {
            let entry = match path.find_byte(b'/') {
                None => {
                    rest = &rest[1..];
                    tree::Entry { mode: (*mode).into(), filename: (*path).to_owned(), oid: *oid }
                }
                Some(slash) => {
                    let prefix = &path[..=slash];
                    let count = rest.partition_point(|(path, _)| path.starts_with(prefix));
                    let below: Vec<_> =
                        rest[..count].iter().map(|(path, entry)| (path[slash + 1..].as_bstr(), *entry)).collect();
                    rest = &rest[count..];
                    let oid = self.write_folder(&below)?;
                    tree::Entry { mode: EntryKind::Tree.into(), filename: path[..slash].into(), oid }
                }
            };
            entries.push(entry);
        }
        entries.sort();
        self.write(Kind::Tree, &Tree { entries })
    }

    fn write_commit(
        &mut self,
        tree: ObjectId,
        parents: &[ObjectId],
        who: &Signature,
        message: &str,
    ) -> Result<ObjectId, FileEditError> {
        let (tree, who) = (tree.to_string(), who.header());
        let parents: Vec<String> = parents.iter().map(ToString::to_string).collect();
        let commit = CommitRef {
            tree: tree.as_str().into(),
            parents: parents.iter().map(|parent| parent.as_str().into()).collect(),
            author: who.as_str().into(),
            committer: who.as_str().into(),
            encoding: None,
            message: message.into(),
            extra_headers: Vec::new(),
        };
        self.write(Kind::Commit, &commit)
    }

    pub(super) fn write(&mut self, kind: Kind, object: &impl WriteTo) -> Result<ObjectId, FileEditError> {
        let mut data = Vec::new();
        object.write_to(&mut data).map_err(|error| FileEditError::NotWritten(error.to_string()))?;
        self.write_raw(kind, &data)
    }

    fn write_raw(&mut self, kind: Kind, data: &[u8]) -> Result<ObjectId, FileEditError> {
        let id = gix_object::compute_hash(gix_hash::Kind::Sha1, kind, data)
            .map_err(|error| FileEditError::NotWritten(error.to_string()))?;
        if !self.objects.contains_key(&id) {
            self.objects_mut().insert(id, Object { kind, data: data.into() });
        }
        Ok(id)
    }
}

fn delete(flat: &mut Flat, path: &str) -> Result<(), FileEditError> {
    let path = path.trim_end_matches('/');
    let below = format!("{path}/");
    let before = flat.len();
    flat.retain(|key, _| key != path.as_bytes() && !key.starts_with_str(&below));
    if flat.len() == before { Err(FileEditError::NothingAt(path.to_owned())) } else { Ok(()) }
}

fn check_path(path: &str) -> Result<(), FileEditError> {
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && !name.eq_ignore_ascii_case(".git");
    // on Windows this leads out of the repo; further down the Hub takes it
    let climbs = path.starts_with("..\\");
    if !path.contains('\0') && !climbs && path.strip_suffix('/').unwrap_or(path).split('/').all(is_name) {
        return Ok(());
    }
    Err(FileEditError::BadPath(path.to_owned()))
}

/// The objects that an object needs; `None` where it cannot be read.
pub(super) fn references(object: &Object) -> Option<Vec<ObjectId>> {
    let sha1 = gix_hash::Kind::Sha1;
    Some(match object.kind {
        Kind::Blob => Vec::new(),
        Kind::Tree => {
            let tree = gix_object::TreeRef::from_bytes(&object.data, sha1).ok()?;
            tree.entries.iter().filter(|entry| !entry.mode.is_commit()).map(|entry| entry.oid.to_owned()).collect()
        }
        Kind::Commit => {
            let commit = CommitRef::from_bytes(&object.data, sha1).ok()?;
            std::iter::once(commit.tree()).chain(commit.parents()).collect()
        }
        Kind::Tag => vec![TagRef::from_bytes(&object.data, sha1).ok()?.target()],
    })
}
