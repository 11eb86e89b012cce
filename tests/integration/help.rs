//! Mistakes of people who describe a dataset for the first time: the help is the line to write, in their own words.

use cardlint::card::RepoType;
use cardlint::lint::fix::fix;
use cardlint::lint::{Options, lint};
use cardlint::source::SourceFile;

/// What is said about each problem, and nothing more than once.
fn helps(yaml: &str) -> Vec<String> {
    let options = Options { repo_type: Some(RepoType::Dataset), ..Options::default() };
    let card = SourceFile::new("README.md", format!("---\n{yaml}\n---\n# Voices\n"));
    lint(&card, &options).into_iter().map(|each| each.help.unwrap_or_default()).collect()
}

#[test]
fn the_help_is_the_line_to_write() {
    for (yaml, help) in [
        ("configs:\n- name: en\n  data_files: a.csv", "rename `name` to `config_name`"),
        ("configs:\n  en:\n    data_files: a.csv", "write a list: `- config_name: en`, and below it its other keys"),
        ("configs:\n  config_name: en\n  data_files: a.csv", "begin the config with `- `: `- config_name: en`"),
        ("configs: en", "write a list: `- config_name: en`, and below it `data_files`"),
        ("configs:\n- config_name: en\n  data_files:\n  - split: train\n    file: a.csv", "rename `file` to `path`"),
        (
            "configs:\n- config_name: en\n  data_files: train: a.csv",
            "write\ndata_files:\n- split: train\n  path: a.csv",
        ),
        (
            "configs:\n- config_name: en\n  data_files: C:\\me\\a.csv",
            "write the path from the root of the repo, such as `data/a.csv`",
        ),
        ("configs:\n- config_name: en\n  data_files: data\\a.csv", "write `data/a.csv`"),
        (
            "dataset_info:\n  splits:\n    test: 200",
            "write `- name: test`, and below it `num_bytes` and `num_examples: 200`",
        ),
        ("dataset_info:\n  splits: [test]", "write `- name: test`, and below it `num_bytes` and `num_examples`"),
        (
            "dataset_info:\n  splits:\n  - {name: test, num_bytes: 1, num_rows: 2}",
            "rename `num_rows` to `num_examples`",
        ),
        ("size_categories: [10000-50000]", "write `10K<n<100K`"),
        ("size_categories: [100k]", "write `100K<n<1M`"),
        ("size_categories: ['<1000']", "write `n<1K`"),
        ("size_categories: [big]", "write a range such as `1K<n<10K`"),
        ("tasks: [translation]", "did you mean `task_categories`?"),
        ("task_categories: [qa]", "did you mean `question-answering`?"),
        ("task_categories: ['{{ tasks }}']", "set a value, or remove the key"),
        ("task_categories: [recognition]", "did you mean `automatic-speech-recognition`?"),
        (
            "task_categories: [audio]",
            "did you mean one of `text-to-audio`, `audio-to-audio`, `audio-classification`, `audio-text-to-text`?",
        ),
        (
            "task_categories: [generation]",
            "did you mean one of `text-generation`, `unconditional-image-generation`, `mask-generation`?",
        ),
    ] {
        assert_eq!(helps(yaml), [help], "{yaml}");
    }
}

#[test]
fn a_mapping_from_names_to_configs_becomes_a_list() {
    let text = "---\nconfigs:\n  en:\n    data_files: en.csv\n  fr:\n    data_files: fr.csv\n---\n";
    let fixed = fix(&SourceFile::new("README.md", text), &Options::default(), true).source.text;
    let list = "---\nconfigs:\n  - config_name: en\n    data_files: en.csv\n  - config_name: fr\n    data_files: fr.csv\n---\n";
    assert_eq!(fixed, list);
}
