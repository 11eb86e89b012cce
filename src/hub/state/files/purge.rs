//! Takes large files out of a repository for good.

use std::collections::{BTreeMap, BTreeSet};

use gix_hash::ObjectId;
use gix_object::bstr::BStr;
use gix_object::{CommitRef, Kind, TagRef, Tree, TreeRef, tree};

use super::commit::{FileEditError, references};
use super::pointer::Pointer;
use super::{Object, Repository};

const SHA1: gix_hash::Kind = gix_hash::Kind::Sha1;

/// What each object became; `None` where nothing of it is left.
type Rewritten = BTreeMap<ObjectId, Option<ObjectId>>;

impl Repository {
    /// Forgets large files, named by their LFS object ids. With `rewrite`, no revision ever had them: every commit with a
    /// pointer to one, and all that came after it, is made anew without, and refs move along. Otherwise the pointers stay
    /// and lead nowhere.
    pub fn purge(&mut self, oids: &BTreeSet<&str>, rewrite: bool) -> Result<(), FileEditError> {
        self.large.retain(|oid, _| !oids.contains(oid.as_str()));
        if !rewrite {
            return Ok(());
        }
        let pointers = self.objects.iter().filter(|(_, object)| {
            object.kind == Kind::Blob && Pointer::read(&object.data).is_some_and(|pointer| oids.contains(&*pointer.oid))
        });
        let mut done: Rewritten = pointers.map(|(id, _)| (*id, None)).collect();
        for (name, tip) in self.refs.clone() {
            self.rewrite(tip, &mut done)?;
            if let Some(Some(new)) = done.get(&tip) {
                self.set_ref(name, *new);
            }
        }
        self.collect_garbage();
        Ok(())
    }

    /// Rewrites an object after those that it needs.
    fn rewrite(&mut self, tip: ObjectId, done: &mut Rewritten) -> Result<(), FileEditError> {
        let mut waiting = vec![tip];
        while let Some(id) = waiting.last().copied() {
            let Some(object) = self.objects.get(&id).filter(|_| !done.contains_key(&id)).cloned() else {
                waiting.pop();
                continue;
            };
            let before = waiting.len();
            let needed = references(&object).unwrap_or_default();
            waiting.extend(needed.into_iter().filter(|id| self.objects.contains_key(id) && !done.contains_key(id)));
            if waiting.len() == before {
                let new = self.rewritten(id, &object, done)?;
                done.insert(id, new);
                waiting.pop();
            }
        }
        Ok(())
    }

    fn rewritten(
        &mut self,
        id: ObjectId,
        object: &Object,
        done: &Rewritten,
    ) -> Result<Option<ObjectId>, FileEditError> {
        let now = |id: ObjectId| done.get(&id).copied().unwrap_or(Some(id));
        let unchanged = references(object).unwrap_or_default().into_iter().all(|id| now(id) == Some(id));
        if unchanged {
            return Ok(Some(id));
        }
        let data = &object.data;
        match object.kind {
            Kind::Blob => Ok(Some(id)),
            Kind::Tree => {
                let tree = TreeRef::from_bytes(data, SHA1).map_err(unreadable)?;
                let kept = tree.entries.iter().filter_map(|entry| {
                    let (mode, filename) = (entry.mode, entry.filename.to_owned());
                    Some(tree::Entry { mode, filename, oid: now(entry.oid.to_owned())? })
                });
                let tree = Tree { entries: kept.collect() };
                if tree.entries.is_empty() { Ok(None) } else { self.write(Kind::Tree, &tree).map(Some) }
            }
            Kind::Commit => {
                let commit = CommitRef::from_bytes(data, SHA1).map_err(unreadable)?;
                let tree = match now(commit.tree()) {
                    Some(tree) => tree,
                    None => self.write(Kind::Tree, &Tree::empty())?,
                }
                .to_string();
                let parents: Vec<String> = commit.parents().filter_map(now).map(|id| id.to_string()).collect();
                let parents = parents.iter().map(BStr::new).collect();
                let commit = CommitRef { tree: tree.as_str().into(), parents, ..commit };
                self.write(Kind::Commit, &commit).map(Some)
            }
            Kind::Tag => {
                let mut tag = TagRef::from_bytes(data, SHA1).map_err(unreadable)?;
                let Some(target) = now(tag.target()).map(|id| id.to_string()) else { return Ok(None) };
                tag.target = target.as_str().into();
                self.write(Kind::Tag, &tag).map(Some)
            }
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> FileEditError {
    FileEditError::NotWritten(error.to_string())
}
