//! The page of a rule, for people.

use std::path::Path;

use gen_lsp_types::Uri;

use crate::rules;

/// What `cardlint explain` says about a rule, in Markdown.
pub(super) fn page(id: &str) -> Option<String> {
    rules::find(id).map(rules::page)
}

/// The page in a file that an editor can open; `None` where it cannot be written.
pub(super) fn file(folder: &Path, id: &str, page: &str) -> Option<Uri> {
    let path = folder.join(format!("{id}.md"));
    std::fs::write(&path, page).ok()?;
    Uri::from_file_path(path).ok()
}
