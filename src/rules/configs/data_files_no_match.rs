use globset::GlobBuilder;

use crate::card::Card;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// A pattern of `data_files` matches no file of the repo.
    ///
    /// The datasets library then finds no data and stops with an error. Patterns are read from the root of the repo (or
    /// from `data_dir`); a folder is no file: `data` matches nothing, `data/*` what lies in it. Names that begin with a
    /// dot or with `__` match only where the pattern writes that out. Checked where the files of the repo are known.
    "data-files-no-match", Error, predicts: [Datasets], evidence: "datasets 5.2.0 resolve_pattern", since: "0.1.0",
    Check::Card(check)
}

/// Files that the datasets library never takes for data, unless they are named.
const NO_DATA: [&str; 6] =
    ["README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip", "dataset_dict.json"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    let context = findings.context;
    for config in super::configs(card) {
        let folder = config.get("data_dir").and_then(Node::as_str).unwrap_or_default().trim_matches('/');
        for (_, pattern, at) in super::patterns(config) {
            let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
            // An address, a file in an archive, or what other rules report.
            let misused = pattern.split('/').any(|part| part.contains("**") && part != "**");
            if pattern.is_empty() || misused || pattern.contains("::") || pattern.contains("://") {
                continue;
            }
            let Some(paths) = context.paths() else { return };
            let within = if folder.is_empty() { pattern.to_owned() } else { format!("{folder}/{pattern}") };
            if [pattern, &within].into_iter().any(|pattern| matches_any(pattern, paths)) {
                continue;
            }
            let diagnostic = findings.report(at, format!("`{pattern}` matches no file of the repo"));
            let as_folder = format!("{}/", within.trim_end_matches('/'));
            if pattern.starts_with('/') {
                diagnostic.help("patterns begin at the root of the repo: leave the first `/` away");
            } else if paths.iter().any(|path| path.starts_with(&as_folder)) {
                diagnostic
                    .help(format!("it is a folder: write `{as_folder}*`, or `{as_folder}**` for all that lies below"));
            } else if let Some(near) = nearest(pattern, paths.iter().map(String::as_str)) {
                diagnostic.help(format!("did you mean `{near}`?"));
            } else {
                diagnostic.help(
                    "patterns begin at the root of the repo: `*` stays within a folder, `**/` goes through folders",
                );
            }
        }
    }
}

fn matches_any(pattern: &str, paths: &[String]) -> bool {
    // Braces mean nothing to the datasets library.
    let escaped = pattern.replace('{', "[{]").replace('}', "[}]");
    let Ok(glob) = GlobBuilder::new(&escaped).literal_separator(true).backslash_escape(false).build() else {
        // Not a pattern that this check can judge.
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
