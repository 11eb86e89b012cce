//! `evalResults` of a model: what its files in `.eval_results/` list.

use std::path::Path;

use gix_hash::ObjectId;
use serde_json::{Value, json};

use crate::card::{Card, Document, EVAL_RESULTS, RepoType};
use crate::hub::state::card_json;
use crate::hub::state::files::Repository;
use crate::lint;
use crate::source::SourceFile;

/// The files of a commit that list results.
pub(super) fn files(repo: &Repository, commit: ObjectId) -> Vec<SourceFile> {
    let is_ours = |path: &Path| {
        path.parent().is_some_and(|folder| folder == Path::new(EVAL_RESULTS))
            && Document::of(path) == Document::EvalResults
    };
    let entries = repo.all_files(commit).into_iter().filter(|entry| is_ours(Path::new(&entry.path)));
    entries.filter_map(|entry| Some(SourceFile::new(&*entry.path, repo.text(commit, &entry.path)?))).collect()
}

/// The results of each file, one after the other; of a file that does not list results as it should, what is wrong with it. It takes
/// as long as the files are large: to be done beside the state.
// fidelity: eval-results
pub(super) fn entries(files: Vec<SourceFile>) -> Value {
    let mut entries = Vec::new();
    for file in files {
        let filename = file.name.clone();
        let card = Card::read(file, Some(RepoType::Model));
        let errors: Vec<String> = lint::verdict(&card).errors.into_iter().map(|error| error.message).collect();
        if errors.is_empty() {
            let results = card_json::list(&card.metadata).into_iter();
            entries.extend(results.map(|data| json!({ "filename": filename, "data": data })));
        } else {
            entries.push(json!({ "filename": filename, "error": errors.join("\n") }));
        }
    }
    json!(entries)
}
