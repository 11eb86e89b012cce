//! What users read is written in the field's words, in American English: words that were dropped do not come back.

use std::fs;
use std::path::Path;

use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::rules;
use cardlint::source::SourceFile;
use regex::Regex;

use crate::run::files_below;

/// A dropped word as a regular expression, and what to write instead.
const DROPPED: &[(&str, &str)] = &[
    (r"\bmend(s|ed|ing)?\b", "fix"),
    (r"\blicence", "license"),
    (r"\bcolour", "color"),
    (r"\bbehaviour", "behavior"),
    (r"\btexts\b|\bis (a|no|not a) text\b", "string"),
    (r"\btruth value", "boolean"),
    (r"\bblanks\b", "spaces"),
    (r"\bwithout a word\b", "silently"),
    (r"\b(leave|leaves|leaving|left) [^.\n]{0,30}\baway\b", "remove"),
    (r"\bstands? (twice|in|behind|beside|before|there|where|above|below|under|after)\b", "is, appears"),
    (r"\boutweigh", "takes precedence"),
    (r"\bpass(es|ed|ing)? over\b", "skip"),
    (r"\bnobody reads\b", "unknown, ignored"),
    (r"\b(is|are) no [a-z]+ (code|key|number|list|map|file|card|mistake)\b", "is not a"),
    (r"\bsteer(s|ed|ing)?\b", "control"),
    (r"\banew\b", "again"),
    (r"\bworking folder\b", "current directory"),
];

/// Where the words are not yet changed: the beginnings of names.
const NOT_YET: &[&str] = &[
    "docs/rules",
    "docs/fidelity.md",
    "docs/mock.md",
    "schemas/",
    "gate rule",
    "license rule",
    "language rule",
    "metadata rule",
    "configs rule",
    "dataset-info rule",
    "model rule",
    "suppressions rule",
    "tests/integration/snapshots/",
];

/// Everything that users read, under the name of where it is from.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut file = |path: &Path| {
        let name = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        // The summaries of the rules are those of docs/rules.md.
        let text = match text.split_once("<!-- begin rules -->").zip(text.split_once("<!-- end rules -->")) {
            Some(((before, _), (_, after))) if name == "README.md" => format!("{before}{after}"),
            _ => text,
        };
        texts.push((name, text));
    };
    for name in [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "action.yml",
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "justfile",
        "bench/README.md",
    ] {
        file(&root.join(name));
    }
    for (folder, extension) in [
        ("docs", "md"),
        ("python", "py"),
        ("schemas", "json"),
        ("examples", "md"),
        ("tests/integration/snapshots", "snap"),
        // One card does not show all that these rules say.
        ("src/rules/front_matter", "rs"),
        ("src/rules/yaml", "rs"),
    ] {
        for path in files_below(&root.join(folder), extension) {
            file(&path);
        }
    }
    help(&mut cardlint::cli::command(), "cardlint", &mut texts);
    for group in rules::groups() {
        for rule in group.rules {
            let text = format!("{}\n{}", rule.docs, diagnostics_of(rule.bad_name, rule.bad));
            texts.push((format!("{} rule {}", group.name, rule.id), text));
        }
    }
    texts
}

/// The help of a command and of all below it.
fn help(command: &mut clap::Command, name: &str, texts: &mut Vec<(String, String)>) {
    texts.push((format!("{name} --help"), command.render_long_help().to_string()));
    for command in command.get_subcommands_mut() {
        let name = format!("{name} {}", command.get_name());
        help(command, &name, texts);
    }
}

/// What is said about a card.
fn diagnostics_of(name: &str, card: &str) -> String {
    let files = || Some(vec!["README.md".to_owned()]);
    let options = Options { files: Some(RepoFiles::new(files)), ..Options::default() };
    let mut text = String::new();
    for found in lint(&SourceFile::new(name, card), &options) {
        let labels = found.labels.iter().map(|label| label.text.as_str());
        let fix = found.fix.as_ref().map(|fix| fix.title.as_str());
        let said = std::iter::once(found.message.as_str()).chain(found.help.as_deref()).chain(labels).chain(fix);
        said.for_each(|said| text.extend([said, "\n"]));
    }
    text
}

#[test]
fn dropped_words_do_not_come_back() {
    let dropped: Vec<(Regex, &str)> =
        DROPPED.iter().map(|(word, instead)| (Regex::new(&format!("(?i){word}")).unwrap(), *instead)).collect();
    let mut found = Vec::new();
    for (name, text) in texts() {
        if NOT_YET.iter().any(|start| name.starts_with(start)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            for (word, instead) in &dropped {
                if let Some(word) = word.find(line) {
                    found.push(format!("{name}:{}: `{}`, write `{instead}`", number + 1, word.as_str()));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} words:\n{}", found.len(), found.join("\n"));
}
