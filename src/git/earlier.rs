//! What a card was before its changes.

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::FindExt;

use super::{Changes, GitCard, Repository, is_card, trees};
use crate::diff::Diff;

/// How much of a card must be alike in one that was removed, so that it counts as moved. git asks for as much.
const MIN_SIMILARITY: f64 = 0.5;

impl Repository {
    /// The versions of a card that its changes build on: at the same path; else what was there under another path and is
    /// like it.
    pub fn earlier(&self, changes: &Changes, card: &GitCard) -> Vec<GitCard> {
        let mut found: Vec<GitCard> = Vec::new();
        for tree in &changes.before {
            let at = self.entry(*tree, card.path.as_ref()).map(|id| (card.path.clone(), id));
            let Some((path, id)) = at.or_else(|| self.moved(*tree, changes, card)) else { continue };
            if !found.iter().any(|other| other.id == id) {
                let files = self.tree_files(*tree, path.as_ref());
                found.push(self.card(path, id, files));
            }
        }
        found
    }

    /// The card of a tree that is no longer there, and is most like this one.
    fn moved(&self, before: ObjectId, changes: &Changes, card: &GitCard) -> Option<(BString, ObjectId)> {
        let after = self.tree(changes.tip?).ok()?;
        let mut gone = Vec::new();
        trees::changed(&self.objects, before, &[after], |path, file| {
            if file.mode.is_blob() && is_card(path) {
                gone.push((path.to_owned(), file.oid.to_owned()));
            }
        });
        gone.retain(|(path, _)| self.entry(after, path.as_ref()).is_none());
        if let Some(same) = gone.iter().position(|(_, id)| *id == card.id) {
            return Some(gone.swap_remove(same));
        }
        let text = card.content.as_ref().ok()?.to_str_lossy();
        let alike = gone.into_iter().filter_map(|(path, id)| {
            let other = self.blob(id).ok()?;
            let ratio = Diff::new(&text, &other.to_str_lossy()).similarity();
            (ratio >= MIN_SIMILARITY).then_some((ratio, path, id))
        });
        alike.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, path, id)| (path, id))
    }

    /// What a tree holds at a path.
    pub(super) fn entry(&self, tree: ObjectId, path: &BStr) -> Option<ObjectId> {
        let mut buffer = Vec::new();
        path.split_str("/").try_fold(tree, |tree, name| {
            let tree = self.objects.find_tree(&tree, &mut buffer).ok()?;
            tree.entries.iter().find(|entry| entry.filename == name).map(|entry| entry.oid.to_owned())
        })
    }
}
