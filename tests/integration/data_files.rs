//! What is said of the data of a repo: which files the configs of a card find in it, and what reads them.

use std::fmt::Write as _;

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::source::SourceFile;

/// The files of a repo that nobody has listed.
const UNLISTED: &str = "(not listed)";

/// What is said of a card of a dataset with these files, which are separated by spaces, and this metadata.
fn told(files: &str, metadata: &str) -> String {
    let paths: Vec<_> = files.split(' ').map(str::to_owned).collect();
    let files = RepoFiles::new(move || (paths[0] != "(not").then(|| paths.clone()));
    let options = Options { repo_type: Some(RepoType::Dataset), files: Some(files), ..Options::default() };
    let card = SourceFile::new("README.md", format!("---\nlicense: mit\n{metadata}\n---\n# Voices\n"));
    let mut text = String::new();
    for each in lint(&card, &options) {
        let _ = writeln!(text, "  {}[{}] {}", each.severity, each.rule.id, each.message);
        let _ = each.help.map(|help| writeln!(text, "    help: {}", help.replace('\n', "\n    ")));
    }
    if text.is_empty() { "  (nothing)\n".to_owned() } else { text }
}

fn hold(name: &str, rows: &[(&str, &str)]) {
    let table: String =
        rows.iter().map(|(files, metadata)| format!("{files} | {metadata}\n{}", told(files, metadata))).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, table));
}

#[test]
fn a_pattern_that_finds_nothing() {
    hold(
        "a_pattern_that_finds_nothing",
        &[
            ("data/a.csv", "configs: [{config_name: a, data_files: data}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: dat/a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: '*.json'}]"),
            ("a.CSV b.csv", "configs: [{config_name: a, data_files: a.CSV}]"),
            ("a.npy b.csv", "configs: [{config_name: a, data_files: a.npy}]"),
            ("a b.csv", "configs: [{config_name: a, data_files: a}]"),
            ("a.csv", "configs: [{config_name: a, data_files: [a.csv, 'b*.csv']}]"),
            ("a.csv", "configs: [{config_name: a, data_files: [a.csv, b.csv]}]"),
            ("b/c.csv", "configs: [{config_name: b, data_dir: b, data_files: '*.csv'}]"),
            ("b/c.csv a.csv", "configs: [{config_name: b, data_dir: b, data_files: ['c*.csv', '*.csv']}]"),
        ],
    );
}

#[test]
fn a_directory_without_data() {
    hold(
        "a_directory_without_data",
        &[
            ("data/a.csv", "configs: [{config_name: a, data_dir: data}]"),
            ("data/a.csv", "configs: [{config_name: a, data_dir: .}]"),
            ("data/a.csv", "configs: [{config_name: a, data_dir: dat}]"),
            ("data/a.csv", "configs: [{config_name: a, data_dir: /data}]"),
            ("data/a.npy b.csv", "configs: [{config_name: a, data_dir: data}]"),
            ("data/README.md datb/a.csv", "configs: [{config_name: a, data_dir: data}]"),
            ("b.csv", "configs: [{config_name: a, data_dir: voices}]"),
            ("v/data/a-b-00000-of-00001.csv", "configs: [{config_name: a, data_dir: v}]"),
        ],
    );
}

#[test]
fn files_of_another_format_than_the_reader_of_the_repo() {
    hold(
        "files_of_another_format_than_the_reader_of_the_repo",
        &[
            (UNLISTED, "configs: [{config_name: a, data_files: [a.csv, b.json]}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: [a.txt, b.csv]}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.csv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.tar}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.parquet}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, data_files: b.txt}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, data_files: b.tsv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, sep: ';', data_files: b.tsv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.fasta}, {config_name: b, data_files: b.csv}]"),
            (
                UNLISTED,
                "configs: [{config_name: a, data_files: a.fasta}, {config_name: b, data_files: [b.fasta, b.csv]}]",
            ),
            (
                UNLISTED,
                "configs: [{config_name: a, data_files: a.fasta}, {config_name: b, data_files: [b.fasta, b.parquet]}]",
            ),
            (UNLISTED, "configs: [{config_name: a, data_files: a.md}, {config_name: b, data_files: [b.md, b.csv]}]"),
            ("a.png b.csv", "configs: [{config_name: a, data_files: a.png}, {config_name: b, data_files: b.csv}]"),
            (
                "a.png b.png b.csv",
                "configs: [{config_name: a, data_files: a.png}, {config_name: b, data_files: [b.png, b.csv]}]",
            ),
            ("a.zip b.csv", "configs: [{config_name: a, data_files: a.zip}, {config_name: b, data_files: b.csv}]"),
        ],
    );
}

#[test]
fn documents_that_are_no_tasks_of_agents() {
    hold(
        "documents_that_are_no_tasks_of_agents",
        &[
            ("t/task.toml t/instruction.md", "configs: [{config_name: a, data_files: 't/*'}]"),
            ("t/task.toml t/notes.md", "configs: [{config_name: a, data_files: 't/*'}]"),
            ("t/task.toml t/instruction.md u/task.toml", "configs: [{config_name: a, data_files: ['t/*', 'u/*']}]"),
            (
                "t/task.toml t/instruction.md b.csv",
                "configs: [{config_name: a, data_files: 't/*'}, {config_name: b, data_files: b.csv}]",
            ),
        ],
    );
}

#[test]
fn data_that_no_config_names() {
    hold(
        "data_that_no_config_names",
        &[
            ("a.csv", ""),
            ("train.py data.csv", ""),
            ("train.py train.csv data.csv", ""),
            ("data/train-a-00000-of-00001.csv", ""),
            ("train.csv test.json", ""),
            ("train.csv test.tsv", ""),
            ("train.csv test.zip", ""),
            ("a.csv b.tsv c.csv", ""),
            ("a.txt b.txt c.csv", ""),
            ("instruction.md data/a.csv data/b.csv", ""),
            ("instruction.md data/a.csv other/b.csv", ""),
            ("instruction.md data/train/a.csv data/test/b.csv", ""),
            ("instruction.md", ""),
            ("LICENSE", ""),
            ("LICENSE", "dataset_info: {features: [{name: a, dtype: string}]}"),
            ("a.npy", "configs: [{config_name: a}]"),
            ("a.csv", "configs: [{config_name: a}]"),
            ("train.csv test.csv test.json", "configs: [{config_name: a, data_files: train.csv}, {config_name: b}]"),
        ],
    );
}
