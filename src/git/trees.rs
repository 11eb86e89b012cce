//! What a tree holds that others do not.

use gix::ObjectId;
use gix::bstr::{BStr, BString};
use gix::objs::FindExt;
use gix::objs::tree::EntryRef;

use super::{GitCard, Objects, unreadable_folder};

/// Visits the files of `tree` that none of `bases` holds alike at the same path: every file where there are no
/// bases. Folders that a base holds alike are not opened. Returns the folders that cannot be read; one that cannot be
/// read in a base counts as empty there.
pub(super) fn changed(
    objects: &Objects,
    tree: ObjectId,
    bases: &[ObjectId],
    mut visit: impl FnMut(&BStr, &EntryRef<'_>),
) -> Vec<GitCard> {
    let mut unread = Vec::new();
    let mut waiting = vec![(BString::default(), tree, bases.to_vec())];
    while let Some((folder, tree, bases)) = waiting.pop() {
        let mut buffer = Vec::new();
        let tree = match objects.find_tree(&tree, &mut buffer) {
            Ok(tree) => tree,
            Err(error) => {
                unread.push(unreadable_folder(folder, &error));
                continue;
            }
        };
        let mut buffers = vec![Vec::new(); bases.len()];
        let mut readable = Vec::new();
        for (base, buffer) in bases.iter().zip(&mut buffers) {
            match objects.find_tree(base, buffer) {
                Ok(base) => readable.push(base),
                Err(error) => unread.push(unreadable_folder(folder.clone(), &error)),
            }
        }
        for entry in &tree.entries {
            let is_folder = entry.mode.is_tree();
            let before: Vec<_> =
                readable.iter().filter_map(|base| base.bisect_entry(entry.filename, is_folder)).collect();
            if before.iter().any(|before| before.oid == entry.oid && before.mode == entry.mode) {
                continue;
            }
            let mut path = folder.clone();
            path.extend_from_slice(entry.filename);
            if is_folder {
                path.push(b'/');
                waiting.push((path, entry.oid.to_owned(), before.iter().map(|before| before.oid.to_owned()).collect()));
            } else {
                visit(path.as_ref(), entry);
            }
        }
    }
    unread
}
