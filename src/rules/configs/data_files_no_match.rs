use globset::GlobBuilder;

use crate::card::Card;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// A pattern of `data_files` does not match any file of the repo.
    ///
    /// `datasets` then finds no data and raises an error. Patterns are relative to the root of the repo (or to
    /// `data_dir`), and match files, not directories: `data` matches nothing, `data/*` the files in it. Names that
    /// start with a dot or with `__` match only where the pattern spells that out. Checked where the files of the repo
    /// are known.
    "data-files-no-match", Error, predicts: [Datasets], evidence: "datasets 5.2.0 resolve_pattern", since: "0.1.0",
    Check::Card(check)
}

/// Files that `datasets` never reads as data, unless a pattern names them.
const NO_DATA: [&str; 6] =
    ["README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip", "dataset_dict.json"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    let context = findings.context;
    for config in super::configs(card) {
        let folder = config.get("data_dir").and_then(Node::as_str).unwrap_or_default().trim_matches('/');
        for (_, pattern, at) in super::patterns(config) {
            let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
            // A URL, a file in an archive, or what other rules report.
            let misused = pattern.split('/').any(|part| part.contains("**") && part != "**");
            if pattern.is_empty() || misused || pattern.contains("::") || pattern.contains("://") {
                continue;
            }
            let Some(paths) = context.paths() else { return };
            let within = if folder.is_empty() { pattern.to_owned() } else { format!("{folder}/{pattern}") };
            if [pattern, &within].into_iter().any(|pattern| matches_any(pattern, paths)) {
                continue;
            }
            let diagnostic = findings.report(at, format!("`{pattern}` does not match any file of the repo"));
            let as_folder = format!("{}/", within.trim_end_matches('/'));
            if pattern.starts_with('/') {
                diagnostic.help("remove the leading `/`: patterns are relative to the root of the repo");
            } else if paths.iter().any(|path| path.starts_with(&as_folder)) {
                diagnostic.help(format!(
                    "it is a directory: write `{as_folder}*`, or `{as_folder}**` for everything below it"
                ));
            } else if let Some(near) = nearest(pattern, paths.iter().map(String::as_str)) {
                diagnostic.help(format!("did you mean `{near}`?"));
            } else {
                diagnostic.help(
                    "patterns are relative to the root of the repo: `*` matches within a directory, `**/` across directories",
                );
            }
        }
    }
}

fn matches_any(pattern: &str, paths: &[String]) -> bool {
    // Braces have no special meaning to `datasets`.
    let escaped = pattern.replace('{', "[{]").replace('}', "[}]");
    let Ok(glob) = GlobBuilder::new(&escaped).literal_separator(true).backslash_escape(false).build() else {
        // Not a pattern that this check understands.
        return true;
    };
    let glob = glob.compile_matcher();
    paths.iter().any(|path| glob.is_match(path) && is_data(path, pattern))
}

/// Whether a path that a pattern matches counts as data.
fn is_data(path: &str, pattern: &str) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let hidden =
        |path: &str| path.split('/').filter(|part| part.starts_with('.') && !part.trim_matches('.').is_empty()).count();
    let special = |path: &str| {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        folders.split('/').filter(|part| part.starts_with("__")).count()
    };
    let named = name(path);
    (!NO_DATA.contains(&named.as_str()) || named == name(pattern))
        && hidden(path) == hidden(pattern)
        && special(path) == special(pattern)
}
