//! Tables of cards, and what is said of them: snapshots that a person can check row by row.

use std::fmt::Write as _;

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::source::SourceFile;

/// The files of a repo that nobody has listed.
pub(crate) const UNLISTED: &str = "(not listed)";

/// What is said of a card with this metadata in a repo with these files, which are separated by spaces.
fn told(repo_type: RepoType, files: &str, metadata: &str) -> String {
    let paths: Option<Vec<_>> = (files != UNLISTED).then(|| files.split(' ').map(str::to_owned).collect());
    let files = RepoFiles::new(move || paths.clone());
    let options = Options { repo_type: Some(repo_type), files: Some(files), ..Options::default() };
    let card = SourceFile::new("README.md", format!("---\n{metadata}\n---\n# Voices\n"));
    let mut text = String::new();
    for each in lint(&card, &options) {
        let _ = writeln!(text, "  {}[{}] {}", each.severity, each.rule.id, each.message);
        for label in each.labels {
            let _ = writeln!(text, "    {}: {}", card.slice(label.at), label.text);
        }
        let _ = each.help.map(|help| writeln!(text, "    help: {}", help.replace('\n', "\n    ")));
        let Some(fix) = each.fix else { continue };
        let _ = writeln!(text, "    {}: {}", if fix.safe { "safe fix" } else { "fix" }, fix.title);
        for edit in fix.edits {
            let _ = writeln!(text, "      {:?} becomes {:?}", card.slice(edit.span), edit.text);
        }
    }
    if text.is_empty() { "  (nothing)\n".to_owned() } else { text }
}

/// Holds what is said of cards of datasets, each of which is given as the files of its repo and its metadata.
pub(crate) fn hold(name: &str, rows: &[(&str, &str)]) {
    let rows = rows
        .iter()
        .map(|(files, metadata)| format!("{files} | {metadata}\n{}", told(RepoType::Dataset, files, metadata)));
    snapshot(name, &rows.collect::<String>());
}

/// The same, where nobody has listed the files.
pub(crate) fn hold_metadata(name: &str, repo_type: RepoType, rows: &[&str]) {
    let rows = rows.iter().map(|metadata| format!("{metadata}\n{}", told(repo_type, UNLISTED, metadata)));
    snapshot(name, &rows.collect::<String>());
}

fn snapshot(name: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots/tables");
    settings.bind(|| insta::assert_snapshot!(name, table));
}
