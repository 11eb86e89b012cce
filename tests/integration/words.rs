//! What users read is written in the field's words, in American English: words that were dropped do not come back.

use std::fs;
use std::path::{Path, PathBuf};

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
    (r"\bfolder walk", "directory walk"),
    (r"\brefus(e|es|ed|ing|al)\b([^-]|$)", "reject"),
    (r"\bjudg(e|es|ed|ing|ment)\b", "check"),
    (r"\btick(s|ed|ing)\b", "check"),
    (r"\bmisspelt [a-z]", "misspelled"),
    (r"\bthere twice\b", "duplicate"),
    (r"` lacks `", "missing `x`"),
    (r"\bhas no meaning\b|\bwithout a meaning\b", "unknown key"),
    (r"\b(has|have) no place\b", "is not allowed"),
    (r"\b(upper|lower)[- ]case\b", "uppercase, lowercase"),
    (r"\bthe datasets library\b", "`datasets`"),
    (r"\bhand(s|ed|ing)? (on|over)\b", "pass"),
    (r"\bswitch(es|ed|ing)? [^.\n]{0,20}\b(on|off)\b", "turn on, turn off"),
    (r"\bone [a-z]+ a line\b", "one per line"),
    (r"\ba map\b|\bmaps of\b|\bmap from\b", "mapping"),
    (r"\bwords of your own\b", "other words"),
    (r"\b(is|are|was|were) told\b", "report, say"),
    (r"\bgive it a value\b", "set a value"),
    (r"\b(is|are) no (text|name|dtype|version|choice)\b", "is not a"),
];

/// The messages of the seed, whose words are not yet changed.
const SEED: &str = "integration__hub_seed__a_mistake_is_shown_at_its_place.snap";

/// Everything that users read, under the name of where it is from.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut file = |path: &Path| {
        let name = path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        let text = fs::read_to_string(path).unwrap();
        // What is generated from the rules is read there.
        let text = match text.split_once("<!-- begin rules -->").zip(text.split_once("<!-- end rules -->")) {
            Some(((before, _), (_, after))) => format!("{before}{after}"),
            None if name == "schemas/config.schema.json" => String::new(),
            None => text,
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
        // Names of licenses and languages are facts.
        let is_ours = |path: &PathBuf| !path.ends_with(SEED) && !path.starts_with(root.join("schemas/vocabularies"));
        files_below(&root.join(folder), extension).into_iter().filter(is_ours).for_each(|path| file(&path));
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
