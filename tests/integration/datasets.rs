//! `configs` and `dataset_info`: what the datasets library refuses is an error, what it reads is none.

use std::collections::BTreeMap;

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::rule::diagnostic::{Consumer, Diagnostic, Severity};
use cardlint::source::SourceFile;

#[derive(serde::Deserialize)]
struct Cases {
    configs: BTreeMap<String, Case>,
    dataset_info: BTreeMap<String, Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    yaml: String,
    /// `ok`, or the exception.
    datasets: String,
}

/// Cards that the library reads and then stumbles over, so that an error is right.
const READ_BUT_USELESS: [(&str, &str); 20] = [
    ("config_name bad char", "BuilderConfig refuses the name when the config is loaded"),
    ("config_name int", "the Hub takes only text, and nobody can pass a number to load_dataset"),
    ("config_name null", "the Hub takes only text, and nobody can name such a config"),
    ("data_files null", "load_dataset looks for patterns in that of the first config"),
    ("splits no name", "load_dataset expects a split without a name"),
    ("splits:\n    train: {num_bytes: 1, num_examples: 2}", "load_dataset expects a split without a name"),
    (
        "splits:\n  - {name: 5, num_bytes: 1, num_examples: 2}",
        "load_dataset expects a number, and splits are called by texts",
    ),
    ("splits: []", "load_dataset expects no split at all"),
    ("splits: {}", "load_dataset expects no split at all"),
    ("- {config_name: a, data_files: [{split: a, path: []}]}", "load_dataset finds no data for the split"),
    ("data_files empty list", "load_dataset finds no data for the split"),
    ("split trailing newline", "load_dataset takes it for another split than the one that it looks for"),
    ("config_name: 5", "load_dataset looks for that config"),
    ("list configs", "load_dataset finds neither of them"),
    ("features: []", "load_dataset raises CastError for data with columns"),
    ("features: {}", "load_dataset raises CastError for data with columns"),
    ("- {config_name: a, features: {}}", "load_dataset raises CastError for data with columns"),
    ("list no config_name x2", "load_dataset raises CastError for data with columns"),
    ("unknown top", "load_dataset raises CastError for data with columns"),
    ("struct: [{name: 5, dtype: int32}]", "Arrow has no field with a number for its name"),
];

/// Says that the parsers read different values, not that one of them refuses the card.
const DISAGREE: &str = "yaml-dialects-disagree";

fn errors(yaml: &str) -> Vec<Diagnostic> {
    let card = SourceFile::new("README.md", format!("---\n{yaml}\n---\n"));
    let mut diagnostics = lint(&card, &Options::default());
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics
}

#[test]
fn cardlint_and_the_datasets_library_agree() {
    let cases: Cases = serde_json::from_str(include_str!("data/datasets-cases.json")).unwrap();
    assert!(cases.configs.len() > 50 && cases.dataset_info.len() > 150);
    let mut wrong = Vec::new();
    for (name, case) in cases.configs.iter().chain(&cases.dataset_info) {
        let errors = errors(&case.yaml);
        let told: Vec<_> = errors.iter().map(|error| format!("{}: {}", error.rule.id, error.message)).collect();
        let predicted =
            errors.iter().any(|error| error.rule.id != DISAGREE && error.predicts.contains(&Consumer::Datasets));
        if case.datasets != "ok" && errors.is_empty() {
            wrong.push(format!("datasets raises {}, cardlint is quiet: {name}\n{}", case.datasets, case.yaml));
        }
        if case.datasets == "ok" && predicted && READ_BUT_USELESS.iter().all(|(known, _)| known != name) {
            wrong.push(format!("datasets reads it, cardlint says {told:?}: {name}\n{}", case.yaml));
        }
    }
    assert!(wrong.is_empty(), "{} of them disagree:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn images_need_metadata_in_each_split_or_in_none() {
    const FILES: [&str; 5] = ["README.md", "test/b.png", "train/a.png", "train/metadata.csv", "task.toml"];
    let told = |settings: &str, test: &str| {
        let files = RepoFiles::new(|| Some(FILES.map(str::to_owned).to_vec()));
        let options = Options { repo_type: Some(RepoType::Dataset), files: Some(files), ..Options::default() };
        let splits = format!("[{{split: train, path: train/*}}, {{split: test, path: {test}}}]");
        let text = format!("---\nconfigs:\n- config_name: default\n{settings}  data_files: {splits}\n---\n# Birds\n");
        let found = lint(&SourceFile::new("README.md", text), &options);
        found.into_iter().map(|each| format!("{}: {}", each.rule.id, each.message)).collect::<Vec<_>>()
    };
    let without = "data-files-mixed-formats: no metadata file in the split `test`, but one in `train`: `load_dataset` finds no rows in the first";
    assert_eq!(told("", "test/*"), [without]);
    assert_eq!(told("  drop_metadata: true\n", "test/*"), Vec::<String>::new());
    assert_eq!(told("", "train/*"), Vec::<String>::new());
}

#[test]
fn only_the_first_config_needs_its_files_from_the_root() {
    let told = |configs: &str| {
        let files = RepoFiles::new(|| Some(["README.md", "a.csv", "b/c.csv"].map(str::to_owned).to_vec()));
        let options = Options { repo_type: Some(RepoType::Dataset), files: Some(files), ..Options::default() };
        let card = SourceFile::new("README.md", format!("---\nconfigs:\n{configs}---\n# Voices\n"));
        lint(&card, &options).into_iter().map(|each| each.message).collect::<Vec<_>>()
    };
    let (root, below) =
        ("- {config_name: a, data_files: a.csv}\n", "- {config_name: b, data_dir: b, data_files: c.csv}\n");
    assert_eq!(told(&format!("{root}{below}")), Vec::<String>::new());
    assert_eq!(
        told(&format!("{below}{root}")),
        ["`c.csv` is only in `data_dir`: the first config's files are looked up from the root, too"]
    );
}

#[test]
fn a_field_is_of_a_file_that_is_one_value() {
    let told = |file: &str| {
        let text =
            format!("---\nconfigs:\n- config_name: default\n  field: data\n  data_files: {file}\n---\n# Voices\n");
        let found = lint(
            &SourceFile::new("README.md", text),
            &Options { repo_type: Some(RepoType::Dataset), ..Options::default() },
        );
        found.into_iter().map(|each| each.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(told("a.jsonl"), ["config-setting"]);
    assert_eq!(told("a.json"), Vec::<&str>::new());
}
