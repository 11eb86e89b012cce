//! The files of a repo.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::HubError;

/// Branches and their files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repository {
    branches: BTreeMap<String, BTreeMap<String, File>>,
}

/// A file at one revision.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The content; for LFS the object, not the pointer.
    pub bytes: Arc<[u8]>,
    /// Whether it is stored through LFS.
    pub lfs: bool,
}

/// One change of a commit.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Writes a file.
    Put(String, File),
    /// Removes a file.
    Delete(String),
}

impl Repository {
    /// The commit that a revision names: 40 hexadecimal digits.
    pub fn commit_id(&self, revision: &str) -> Result<String, HubError> {
        let files = self.branches.get(revision).ok_or_else(|| HubError::revision_not_found(revision))?;
        let mut all = Vec::new();
        for (path, file) in files {
            all.extend_from_slice(path.as_bytes());
            all.extend_from_slice(&file.bytes);
        }
        Ok(blob_id(&all))
    }

    /// A file at a revision.
    pub fn read(&self, revision: &str, path: &str) -> Result<&File, HubError> {
        let files = self.branches.get(revision).ok_or_else(|| HubError::revision_not_found(revision))?;
        files.get(path).ok_or_else(HubError::entry_not_found)
    }

    /// Makes a commit on a branch.
    pub fn commit(&mut self, branch: &str, changes: Vec<Change>) {
        let files = self.branches.entry(branch.to_owned()).or_default();
        for change in changes {
            match change {
                Change::Put(path, file) => {
                    files.insert(path, file);
                }
                Change::Delete(path) => {
                    files.remove(&path);
                }
            }
        }
    }
}

/// The id that git gives to a blob.
pub fn blob_id(bytes: &[u8]) -> String {
    gix_object::compute_hash(gix_hash::Kind::Sha1, gix_object::Kind::Blob, bytes)
        .map(|id| id.to_string())
        .unwrap_or_default()
}

impl Serialize for File {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use base64::Engine;
        (base64::engine::general_purpose::STANDARD.encode(&self.bytes), self.lfs).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use base64::Engine;
        let (text, lfs) = <(String, bool)>::deserialize(deserializer)?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).map_err(serde::de::Error::custom)?;
        Ok(Self { bytes: bytes.into(), lfs })
    }
}
