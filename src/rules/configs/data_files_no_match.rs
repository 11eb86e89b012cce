use super::load::files::{Found, find, is_pattern, joined, not_a_word, without_patterns};
use super::load::readers::is_supported;
use super::load::{self, Declared, Pattern};
use crate::card::Card;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// A pattern of `data_files` does not match any file of the repo, or there are no files in `data_dir`.
    ///
    /// `datasets` then finds no data and raises an error. Patterns are relative to the root of the repo (or to
    /// `data_dir`), and match files, not directories: `data` matches nothing, `data/*` the files in it. Files whose extension
    /// no reader knows do not count. Names that start with a dot or with `__` match only where the pattern spells that out. The
    /// patterns of the first config are looked up twice: from the root, to choose the reader, and in its `data_dir`. Brackets are
    /// part of a pattern, even in the name of a file: `data[1].csv` matches `data1.csv`. Checked where the files of the repo are known.
    "data-files-no-match", Error, predicts: [Datasets], evidence: "datasets 5.2.0 resolve_pattern and get_data_patterns, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for (index, config) in load::configs(card).into_iter().enumerate() {
        let (directory, splits) = (load::directory(config), load::declared(config).unwrap_or_default());
        if directory.is_empty() && splits.is_empty() {
            continue;
        }
        let Some(paths) = findings.context.paths() else { return };
        for split in splits {
            let reported = missing(&split, directory, paths, findings);
            // They were found below the directory.
            if index == 0 && !directory.is_empty() && !reported {
                missing_at_root(&split, directory, paths, findings);
            }
        }
        if config.get("data_files").is_none() {
            empty_directory(config, directory, paths, findings);
        }
    }
}

/// Reports the patterns of a split that match nothing.
fn missing(split: &Declared<'_>, directory: &str, paths: &[String], findings: &mut Findings<'_>) -> bool {
    let matched = |pattern: &Pattern<'_>| {
        let within = joined(directory, pattern.text)?;
        find(&within, paths).map(|files| !files.is_empty() && !is_passed_over(&within, &files, paths))
    };
    let matches: Vec<_> = split.patterns.iter().map(matched).collect();
    // One of several patterns may match nothing; one file of several may not be missing.
    let has_files = matches.iter().any(|matched| *matched != Some(false));
    let mut reported = false;
    for (pattern, _) in split.patterns.iter().zip(&matches).filter(|(_, matched)| **matched == Some(false)) {
        let Some(within) = joined(directory, pattern.text).filter(|within| !within.is_empty()) else { continue };
        let diagnostic = findings.report(pattern.at, format!("`{}` does not match any file of the repo", pattern.text));
        help(&within, pattern.text, paths, diagnostic);
        let others = find(&within, paths).unwrap_or_default();
        if let Some(other) = others.first() {
            diagnostic.message =
                format!("`{}` is a pattern: it matches `{other}`, not the file of that name", pattern.text);
        } else if is_pattern(pattern.text) && has_files {
            diagnostic.severity(Severity::Warning);
        }
        reported = true;
    }
    reported
}

/// Whether a pattern is the name of a file that it does not match.
fn is_passed_over(pattern: &str, found: &[&str], paths: &[String]) -> bool {
    is_pattern(pattern)
        && !found.contains(&pattern)
        && is_supported(pattern)
        && paths.iter().any(|path| path == pattern)
}

fn help(within: &str, pattern: &str, paths: &[String], diagnostic: &mut Diagnostic) {
    let as_folder = format!("{}/", within.trim_end_matches('/'));
    let exact = paths.iter().any(|path| path == within);
    if exact && !is_supported(within) {
        let name = within.rsplit('/').next().unwrap_or(within);
        let extension = name.split_once('.').map_or("no extension", |(_, extension)| extension);
        if is_supported(&within.to_lowercase()) {
            diagnostic.message = format!("`{pattern}` is not read: `datasets` knows its extension in lowercase only");
            diagnostic.help("rename the file");
        } else {
            diagnostic.message = format!("`{pattern}` is not read: no reader of `datasets` knows its format");
            diagnostic.help(match extension {
                "no extension" => "give the file the extension of its format".to_owned(),
                extension => format!("convert it, to Parquet for example: no reader knows `.{extension}`"),
            });
        }
    } else if exact && within.contains('[') {
        diagnostic.help(format!("write `{}`", pattern.replace('[', "[[]")));
    } else if paths.iter().any(|path| path.starts_with(&as_folder)) {
        diagnostic.help(format!("it is a directory: write `{as_folder}*`, or `{as_folder}**` for everything below it"));
    } else if let Some(near) = nearest(within, paths.iter().map(String::as_str)) {
        diagnostic.help(format!("did you mean `{near}`?"));
    } else {
        diagnostic.help(
            "patterns are relative to the root of the repo: `*` matches within a directory, `**/` across directories",
        );
    }
}

/// Reports patterns of the first config that match only below its `data_dir`.
fn missing_at_root(split: &Declared<'_>, directory: &str, paths: &[String], findings: &mut Findings<'_>) {
    let is_missing = |pattern: &&Pattern<'_>| {
        joined("", pattern.text).and_then(|text| find(&text, paths)).is_some_and(|files| files.is_empty())
    };
    let missing: Vec<_> = split.patterns.iter().filter(is_missing).collect();
    let Some(pattern) = missing
        .iter()
        .find(|pattern| !is_pattern(pattern.text))
        .or_else(|| missing.first().filter(|_| missing.len() == split.patterns.len()))
    else {
        return;
    };
    let Some(written) = joined(directory, pattern.text) else { return };
    findings
        .report(
            pattern.at,
            format!(
                "`{}` is only in `data_dir`: the first config's files are looked up from the root, too",
                pattern.text
            ),
        )
        .help(format!("write `{written}`, and remove `data_dir`"));
}

/// Reports a `data_dir` without data.
fn empty_directory(config: &Node, directory: &str, paths: &[String], findings: &mut Findings<'_>) {
    let Some(node) = config.get("data_dir") else { return };
    let Some(within) = joined(directory, "").filter(|within| !directory.starts_with('/') && !within.is_empty()) else {
        return;
    };
    match without_patterns(&within, paths) {
        Found::Splits(splits) => {
            let Some((split, _)) = splits.iter().find(|(_, files)| files.is_empty()) else { return };
            findings
                .report(
                    node.span,
                    format!("`{directory}` has no data for the split `{split}`: no reader knows its files"),
                )
                .help("name the files of each split with `data_files`");
        }
        Found::NotAWord(split, path) => {
            let (message, help) = not_a_word(split, path);
            findings.report(node.span, message).help(help);
        }
        Found::Nothing => {
            let folder = format!("{within}/");
            let diagnostic = findings.report(node.span, format!("no data files in `{directory}`"));
            let folders = paths.iter().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
            match nearest(&within, folders).filter(|_| !paths.iter().any(|path| path.starts_with(&folder))) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("write the path of a directory with data, from the root of the repo"),
            };
        }
    }
}
