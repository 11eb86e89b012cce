//! The files of one repo: real git objects and refs, in memory, and the large files that LFS pointers stand for.
//!
//! `commit` and `purge` write, `history` and `revision` read.

pub mod attributes;
mod commit;
pub mod content;
pub mod door;
mod history;
pub mod pointer;
mod purge;
mod refs;
mod revision;

use std::collections::BTreeMap;
use std::sync::Arc;

use gix_hash::ObjectId;
use gix_object::bstr::{BString, ByteSlice};
use gix_object::tree::EntryKind;
use gix_object::{CommitRef, Kind, TreeRef};
use serde::{Deserialize, Serialize};

use super::HubError;
pub use commit::{FileEdit, FileEditError, NewFile, Signature};
use content::Content;
pub use history::{Change, Commit};
use pointer::Pointer;
pub use revision::{BRANCH, DEFAULT_BRANCH, TAG};

/// The git repository behind a repo, and its large files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repository {
    /// Shared by clones until one of them changes it: who works on a repo for long works on a clone.
    #[serde(with = "objects_as_text")]
    objects: Arc<BTreeMap<ObjectId, Object>>,
    /// Full names: `refs/heads/main`, `refs/pr/1`, `refs/convert/parquet`.
    #[serde(with = "refs_as_text")]
    refs: BTreeMap<String, ObjectId>,
    /// Content by LFS object id.
    large: BTreeMap<String, Content>,
}

/// A git object as git keeps it, without its header.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Blob, tree, commit or tag.
    pub kind: Kind,
    /// The encoded object.
    pub data: Arc<[u8]>,
}

/// One file or folder of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// From the root, `/` between folders.
    pub path: String,
    /// The git object id of the blob or tree.
    pub oid: ObjectId,
    /// What lies there.
    pub kind: EntryType,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryType {
    /// A file whose bytes are in git.
    File {
        /// In bytes.
        size: u64,
    },
    /// A file in LFS.
    Large(Pointer),
    /// A folder.
    Folder,
}

impl FileEntry {
    /// The size of the file in bytes, 0 for a folder.
    pub fn size(&self) -> u64 {
        match &self.kind {
            EntryType::File { size } => *size,
            EntryType::Large(pointer) => pointer.size,
            EntryType::Folder => 0,
        }
    }

    /// The LFS pointer of a large file.
    pub fn pointer(&self) -> Option<&Pointer> {
        match &self.kind {
            EntryType::Large(pointer) => Some(pointer),
            EntryType::File { .. } | EntryType::Folder => None,
        }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind == EntryType::Folder
    }
}

impl Repository {
    /// The refs by full name, each with what it points to: a commit, or an annotated tag.
    pub fn refs(&self) -> &BTreeMap<String, ObjectId> {
        &self.refs
    }

    /// The commit that a revision names, or the Hub's 404.
    pub fn commit_id(&self, revision: &str) -> Result<ObjectId, HubError> {
        self.resolve(revision).ok_or_else(|| HubError::RevisionNotFound(revision.to_owned()))
    }

    /// The file at `path` in a commit, or the Hub's 404.
    pub fn file(&self, commit: ObjectId, path: &str) -> Result<FileEntry, HubError> {
        self.entry(commit, path).filter(|entry| !entry.is_folder()).ok_or(HubError::EntryNotFound)
    }

    /// The repo without the refs of pull requests.
    #[must_use]
    pub fn without_pulls(mut self) -> Self {
        self.refs.retain(|name, _| !name.starts_with("refs/pr/"));
        self
    }

    /// Takes the main branch of another repo in as a ref of its own, such as `refs/convert/parquet`.
    pub fn add_ref_of(&mut self, name: &str, other: &Repository) {
        let Some(tip) = other.resolve(DEFAULT_BRANCH) else { return };
        if self.import([tip], |id| other.object(id).cloned()).is_ok() {
            self.set_ref(name.to_owned(), tip);
            self.large.extend(other.large.iter().map(|(oid, content)| (oid.clone(), content.clone())));
        }
    }

    /// Every git object.
    pub fn objects(&self) -> &BTreeMap<ObjectId, Object> {
        &self.objects
    }

    /// A git object.
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(&id)
    }

    /// The large file of an LFS object id.
    pub fn large(&self, oid: &str) -> Option<&Content> {
        self.large.get(oid)
    }

    /// Keeps a large file, whose SHA-256 is `oid`.
    pub fn keep_large(&mut self, oid: String, content: Content) {
        self.large.entry(oid).or_insert(content);
    }

    /// The file or folder at `path` in a commit; the root is `""`.
    pub fn entry(&self, commit: ObjectId, path: &str) -> Option<FileEntry> {
        let mut oid = self.tree_of(commit)?;
        let mut mode = EntryKind::Tree;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            let found = self.tree(oid)?.entries.into_iter().find(|entry| entry.filename == name.as_bytes())?;
            (oid, mode) = (found.oid.to_owned(), found.mode.kind());
        }
        self.describe(path.trim_matches('/').to_owned(), oid, mode)
    }

    /// What lies in a folder of a commit, all the way down if `recursive`, in git's order; `None` where there is no
    /// such folder.
    pub fn list(&self, commit: ObjectId, folder: &str, recursive: bool) -> Option<Vec<FileEntry>> {
        let root = self.entry(commit, folder).filter(FileEntry::is_folder)?;
        let mut entries = Vec::new();
        self.list_into(&root, recursive, &mut entries);
        Some(entries)
    }

    /// Every file of a commit, without the folders.
    pub fn all_files(&self, commit: ObjectId) -> Vec<FileEntry> {
        let mut entries = self.list(commit, "", true).unwrap_or_default();
        entries.retain(|entry| !entry.is_folder());
        entries
    }

    fn list_into(&self, folder: &FileEntry, recursive: bool, entries: &mut Vec<FileEntry>) {
        let Some(tree) = self.tree(folder.oid) else { return };
        for child in tree.entries {
            let name = child.filename.to_str_lossy();
            let path = if folder.path.is_empty() { name.into_owned() } else { format!("{}/{name}", folder.path) };
            let Some(entry) = self.describe(path, child.oid.to_owned(), child.mode.kind()) else { continue };
            entries.push(entry.clone());
            if recursive && entry.is_folder() {
                self.list_into(&entry, recursive, entries);
            }
        }
    }

    fn describe(&self, path: String, oid: ObjectId, mode: EntryKind) -> Option<FileEntry> {
        let kind = match mode {
            EntryKind::Tree => EntryType::Folder,
            EntryKind::Commit => return None,
            EntryKind::Blob | EntryKind::BlobExecutable | EntryKind::Link => {
                let data = &self.objects.get(&oid)?.data;
                Pointer::read(data).map_or(EntryType::File { size: data.len() as u64 }, EntryType::Large)
            }
        };
        Some(FileEntry { path, oid, kind })
    }

    /// The bytes of a file: its large file where it is in LFS and was uploaded, else the blob.
    pub fn content(&self, entry: &FileEntry) -> Option<Content> {
        match &entry.kind {
            EntryType::Large(pointer) => self.large.get(&pointer.oid).cloned(),
            EntryType::File { .. } => Some(Content::from(self.objects.get(&entry.oid)?.data.clone())),
            EntryType::Folder => None,
        }
    }

    /// The text of a file that lies in git, with U+FFFD for what is not UTF-8; `None` where there is none.
    pub fn text(&self, commit: ObjectId, path: &str) -> Option<String> {
        let entry = self.entry(commit, path).filter(|entry| !entry.is_folder())?;
        Some(String::from_utf8_lossy(&self.objects.get(&entry.oid)?.data).into_owned())
    }

    fn tree_of(&self, commit: ObjectId) -> Option<ObjectId> {
        Some(self.commit_object(commit)?.tree())
    }

    fn commit_object(&self, commit: ObjectId) -> Option<CommitRef<'_>> {
        let object = self.objects.get(&commit).filter(|object| object.kind == Kind::Commit)?;
        CommitRef::from_bytes(&object.data, gix_hash::Kind::Sha1).ok()
    }

    fn tree(&self, oid: ObjectId) -> Option<TreeRef<'_>> {
        let object = self.objects.get(&oid).filter(|object| object.kind == Kind::Tree)?;
        TreeRef::from_bytes(&object.data, gix_hash::Kind::Sha1).ok()
    }
}

/// A path as git has it, and what lies there.
type Flat = BTreeMap<BString, (EntryKind, ObjectId)>;

/// Objects as `{"<oid>": {"kind": "blob", "data": "<base64>"}}`.
mod objects_as_text {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;
    use serde::de::Error as _;
    use serde::{Deserializer, Serializer};

    use super::{Arc, BTreeMap, Deserialize, Kind, Object, ObjectId, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Text {
        kind: String,
        data: String,
    }

    pub(super) fn serialize<S: Serializer>(
        objects: &Arc<BTreeMap<ObjectId, Object>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(objects.iter().map(|(id, object)| {
            (id.to_string(), Text { kind: object.kind.to_string(), data: BASE64.encode(&object.data) })
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<BTreeMap<ObjectId, Object>>, D::Error> {
        let texts = BTreeMap::<String, Text>::deserialize(deserializer)?;
        let objects = texts
            .into_iter()
            .map(|(id, text)| {
                let id = ObjectId::from_hex(id.as_bytes()).map_err(D::Error::custom)?;
                let kind = Kind::from_bytes(text.kind.as_bytes()).map_err(D::Error::custom)?;
                let data: Arc<[u8]> = BASE64.decode(text.data).map_err(D::Error::custom)?.into();
                Ok((id, Object { kind, data }))
            })
            .collect::<Result<_, _>>()?;
        Ok(Arc::new(objects))
    }
}

/// Refs as `{"refs/heads/main": "<oid>"}`.
mod refs_as_text {
    use serde::de::Error as _;
    use serde::{Deserializer, Serializer};

    use super::{BTreeMap, Deserialize, ObjectId};

    pub(super) fn serialize<S: Serializer>(
        refs: &BTreeMap<String, ObjectId>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(refs.iter().map(|(name, id)| (name, id.to_string())))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<String, ObjectId>, D::Error> {
        let texts = BTreeMap::<String, String>::deserialize(deserializer)?;
        texts
            .into_iter()
            .map(|(name, id)| Ok((name, ObjectId::from_hex(id.as_bytes()).map_err(D::Error::custom)?)))
            .collect()
    }
}
