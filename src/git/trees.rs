//! What a tree holds that others do not.

use gix::ObjectId;
use gix::bstr::{BStr, BString};
use gix::objs::FindExt;
use gix::objs::tree::EntryRef;
use miette::Result;

use super::{Objects, missing};

/// Visits the files of `tree` that none of `bases` holds alike at the same path: every file where there are no
/// bases. Folders that a base holds alike are not opened.
pub(super) fn changed(
    objects: &Objects,
    tree: ObjectId,
    bases: &[ObjectId],
    mut visit: impl FnMut(&BStr, &EntryRef<'_>),
) -> Result<()> {
    let mut waiting = vec![(BString::default(), tree, bases.to_vec())];
    while let Some((folder, tree, bases)) = waiting.pop() {
        let mut buffer = Vec::new();
        let tree = objects.find_tree(&tree, &mut buffer).map_err(missing)?;
        let mut buffers = vec![Vec::new(); bases.len()];
        let bases = bases
            .iter()
            .zip(&mut buffers)
            .map(|(base, buffer)| objects.find_tree(base, buffer).map_err(missing))
            .collect::<Result<Vec<_>>>()?;
        for entry in &tree.entries {
            let is_folder = entry.mode.is_tree();
            let before: Vec<_> = bases.iter().filter_map(|base| base.bisect_entry(entry.filename, is_folder)).collect();
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
    Ok(())
}
