use std::collections::HashMap;

use super::load::files::{find, joined};
use super::load::{self, Pattern};
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::Span;

rule! {
    /// Two patterns of a split match the same file.
    ///
    /// `datasets` reads the file once for each of them, and its rows are in the split twice. Where the files of the repo are not
    /// known, only the same pattern twice is found.
    "data-files-overlap", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DataFilesPatternsList.resolve, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in load::configs(card) {
        for split in load::declared(config).unwrap_or_default() {
            overlap(&split.patterns, load::directory(config), findings);
        }
    }
}

/// Reports each pattern that matches a file of an earlier one.
fn overlap(patterns: &[Pattern<'_>], directory: &str, findings: &mut Findings<'_>) {
    if patterns.len() < 2 {
        return;
    }
    let paths = findings.context.paths();
    let files = |pattern: &Pattern<'_>| find(&joined(directory, pattern.text)?, paths?);
    // Files, and what names them, with the pattern that was the first to match.
    let mut first: HashMap<&str, Span> = HashMap::new();
    for pattern in patterns {
        let found = files(pattern).filter(|found| !found.is_empty()).unwrap_or_else(|| vec![pattern.text]);
        if let Some((file, at)) = found.iter().find_map(|file| Some((*file, *first.get(file)?))) {
            findings
                .report(pattern.at, format!("two patterns match `{file}`: its rows are read twice"))
                .label(at, "the first of them")
                .help("remove one of them, or write patterns that have no file in common");
        }
        for file in found {
            first.entry(file).or_insert(pattern.at);
        }
    }
}
