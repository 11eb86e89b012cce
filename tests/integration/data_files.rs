//! What is said of the data of a repo: which files the configs of a card find in it, and what reads them.

use crate::table::{UNLISTED, hold};

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
            ("a[1].csv a1.csv", "configs: [{config_name: a, data_files: 'a[1].csv'}]"),
            ("a[1].csv", "configs: [{config_name: a, data_files: 'a[1].csv'}]"),
            ("a[1].csv", "configs: [{config_name: a, data_files: 'a[[]1].csv'}]"),
        ],
    );
}

#[test]
fn files_that_two_patterns_match() {
    hold(
        "files_that_two_patterns_match",
        &[
            ("a.csv b.csv", "configs: [{config_name: a, data_files: ['*.csv', a.csv]}]"),
            ("a.csv b.csv", "configs: [{config_name: a, data_files: [a.csv, b.csv]}]"),
            ("a.csv b.csv", "configs: [{config_name: a, data_files: [a.csv, '**', '*.csv']}]"),
            ("d/a.csv", "configs: [{config_name: a, data_dir: d, data_files: ['*.csv', 'a*']}]"),
            (
                "a.csv",
                "configs: [{config_name: a, data_files: [{split: train, path: a.csv}, {split: test, path: a.csv}]}]",
            ),
            (UNLISTED, "configs: [{config_name: a, data_files: [a.csv, a.csv, '*.csv']}]"),
        ],
    );
}

#[test]
fn engines_of_csv() {
    hold(
        "engines_of_csv",
        &[
            ("a.csv", "configs: [{config_name: a, data_files: a.csv, engine: pyarrow}]"),
            ("a.csv", "configs: [{config_name: a, data_files: a.csv, engine: python}]"),
            ("a.jsonl", "configs: [{config_name: a, data_files: a.jsonl, engine: pyarrow}]"),
        ],
    );
}

#[test]
fn names_of_conll_columns() {
    hold(
        "names_of_conll_columns",
        &[
            ("a.conll", "configs: [{config_name: a, data_files: a.conll, column_names: [tokens, tags]}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.conllu, column_names: tokens}]"),
            ("a.csv", "configs: [{config_name: a, data_files: a.csv, column_names: [tokens, tags]}]"),
        ],
    );
}

#[test]
fn paths_that_only_their_author_has() {
    hold(
        "paths_that_only_their_author_has",
        &[
            (r"data\a.csv", r"configs: [{config_name: a, data_files: 'data\a.csv'}]"),
            ("data/a.csv", r"configs: [{config_name: a, data_files: 'data\a.csv'}]"),
            ("data/{a,b}.csv", "configs: [{config_name: a, data_files: 'data/{a,b}.csv'}]"),
            ("data/a.csv", r"configs: [{config_name: a, data_files: 'C:\data\a.csv'}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: /home/ana/data/a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: ./data/a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: './data/a.csv'}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: data/b/../a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: data/./a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: ../data/a.csv}]"),
            ("data/a.csv", "configs: [{config_name: a, data_files: ' data/a.csv'}]"),
            ("\u{a0}a.csv", "configs: [{config_name: a, data_files: \"\\_a.csv\"}]"),
        ],
    );
}

#[test]
fn splits_of_files_that_dataset_info_does_not_describe() {
    hold(
        "splits_of_files_that_dataset_info_does_not_describe",
        &[
            ("train.csv test.csv", "dataset_info: {splits: [{name: validation, num_examples: 1, num_bytes: 1}]}"),
            ("train.csv test.csv", "dataset_info: {splits: [{name: train, num_examples: 1, num_bytes: 1}]}"),
            // Of a config that is not there, nobody knows the files.
            (
                "train.csv test.csv",
                "dataset_info: {config_name: en, splits: [{name: validation, num_examples: 1, num_bytes: 1}]}",
            ),
        ],
    );
}

#[test]
fn files_by_their_splits_as_in_python() {
    hold(
        "files_by_their_splits_as_in_python",
        &[
            ("train.csv", "configs: [{config_name: a, data_files: {train: train.csv}}]"),
            ("train.csv", "configs:\n- config_name: a\n  data_files:\n    train: train.csv"),
            ("train.csv", "configs:\n- config_name: a\n  data_files:\n    train: [train.csv,\n      b.csv]"),
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
            ("b.csv", "configs: [{config_name: a, data_dir: /data}]"),
            ("data/a.npy b.csv", "configs: [{config_name: a, data_dir: data}]"),
            ("data/README.md datb/a.csv", "configs: [{config_name: a, data_dir: data}]"),
            ("b.csv", "configs: [{config_name: a, data_dir: voices}]"),
            ("v/data/a-b-00000-of-00001.csv", "configs: [{config_name: a, data_dir: v}]"),
            ("a.png", "configs: [{config_name: a, data_files: a.png}]\ndataset_info: {config_name: a, features: []}"),
            ("v/data/a-b-00000-of-abcde.csv", "configs: [{config_name: a, data_dir: v}]"),
            ("a.csv", "configs: [{config_name: a, data_dir: data, data_files: a.csv}]"),
        ],
    );
}

#[test]
fn files_of_another_format_than_the_reader_of_the_repo() {
    hold(
        "files_of_another_format_than_the_reader_of_the_repo",
        &[
            (UNLISTED, "configs: [{config_name: a, data_files: [a.csv, b.json]}]"),
            (
                UNLISTED,
                "configs: [{config_name: a, data_files: [{split: train, path: a.csv}, {split: test, path: b.parquet}]}]",
            ),
            (UNLISTED, "configs: [{config_name: a, data_files: [a.txt, b.csv]}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.csv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.tar}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.txt}, {config_name: b, data_files: b.parquet}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, data_files: b.txt}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, data_files: b.tsv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.csv}, {config_name: b, sep: ';', data_files: b.tsv}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.json}, {config_name: b, data_files: b.txt}]"),
            (UNLISTED, "configs: [{config_name: a, data_files: a.conll}, {config_name: b, data_files: b.conllu}]"),
            (
                "a.json b.json b.txt",
                "configs: [{config_name: a, data_files: a.json}, {config_name: b, data_files: [b.json, b.txt]}]",
            ),
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
            // A table may have any name.
            (
                "train.csv metadata.csv",
                "configs: [{config_name: a, data_files: [{split: train, path: train.csv}, {split: test, path: metadata.csv}]}]",
            ),
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
            ("a.csv", "license: mit"),
            ("train.py data.csv", "license: mit"),
            ("train.py train.csv data.csv", "license: mit"),
            ("data/train-a-00000-of-00001.csv", "license: mit"),
            ("train.csv test.json", "license: mit"),
            ("train.csv test.tsv", "license: mit"),
            ("train.csv test.zip", "license: mit"),
            ("a.csv b.tsv c.csv", "license: mit"),
            ("a.conll b.conllu", "license: mit"),
            ("a.txt b.txt c.csv", "license: mit"),
            ("instruction.md data/a.csv data/b.csv", "license: mit"),
            ("instruction.md data/a.csv other/b.csv", "license: mit"),
            ("instruction.md data/train/a.csv data/test/b.csv", "license: mit"),
            ("instruction.md", "license: mit"),
            ("LICENSE", "license: mit"),
            ("LICENSE", "dataset_info: {features: [{name: a, dtype: string}]}"),
            ("a.npy", "configs: [{config_name: a}]"),
            ("a/a.npy", "configs: [{config_name: a, data_dir: a}]"),
            ("t/task.toml t/instruction.md", "configs: [{config_name: a}]"),
            ("instruction.md a.csv", "configs: [{config_name: a}]"),
            ("a.csv", "configs: [{config_name: a}]"),
            ("a.jsonl b.json", "license: mit"),
            ("train/train_images/a.csv test/eval/b.csv", "license: mit"),
            ("eval/testing/evaluation/a.csv", "license: mit"),
            ("train.csv dev-val.csv", "license: mit"),
            ("data/train.csv data/test.json", "configs: [{config_name: a, data_dir: data}]"),
            ("instruction.md", "dataset_info: {features: [{name: a, dtype: string}]}"),
            ("train.csv test.csv test.json", "configs: [{config_name: a, data_files: train.csv}, {config_name: b}]"),
        ],
    );
}
