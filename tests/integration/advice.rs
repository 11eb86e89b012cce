//! What a diagnostic says to do, where that depends on what the card says.

use cardlint::lint::{Options, lint};
use cardlint::source::SourceFile;

/// The help of the first diagnostic of a rule.
fn advice(metadata: &str, rule: &str) -> String {
    let card = SourceFile::new("README.md", format!("---\n{metadata}---\n# x\n"));
    let found = lint(&card, &Options::default());
    let diagnostic = found.iter().find(|each| each.rule.id == rule).unwrap_or_else(|| panic!("{metadata}: {found:?}"));
    diagnostic.help.clone().unwrap_or_default()
}

#[test]
fn a_feature_that_lacks_its_settings_is_shown_with_them() {
    for (key, help) in [
        ("class_label", "write `class_label: {names: [negative, positive]}`"),
        ("translation", "write `translation: {languages: [en, fr]}`"),
        ("value", "write `dtype: ` and the name of the type"),
        ("array2_d", "write `array2_d: {shape: [28, 28], dtype: float32}`"),
        ("image", "write `dtype: image`"),
    ] {
        let metadata = format!("dataset_info:\n  features:\n  - name: a\n    {key}: string\n");
        assert_eq!(advice(&metadata, "feature-kind"), help, "{key}");
    }
}

#[test]
fn a_setting_of_a_reader_is_shown_as_it_should_be_written() {
    for (setting, help) in [
        ("sep: 1", "quote it: `\"1\"`"),
        ("sep: ''", "write the character in quotes, or remove the key"),
        ("sep: |", "quote it: `sep: \"|\"`"),
        ("encoding: 8", "quote it: `\"8\"`"),
        ("names: first", "write a list: `names: [first, second]`"),
        ("header: None", "write `null`: `None` is a string in YAML"),
        ("drop_labels: 'no'", "write `true` or `false`, without quotes: any string counts as true"),
    ] {
        let metadata = format!("configs:\n- config_name: a\n  data_files: a.csv\n  {setting}\n");
        assert_eq!(advice(&metadata, "config-setting"), help, "{setting}");
    }
}

#[test]
fn a_path_that_the_hub_does_not_find_is_shown_as_it_should_be_written() {
    for (path, help) in [
        ("data//./train.csv", "write `data/train.csv`"),
        ("data/../train.csv", "write `train.csv`"),
        ("../train.csv", "write the path from the root of the repo"),
        ("data\\\\train.csv", "write `data/train.csv`"),
        ("'data/{train,test}.csv'", "write a list of paths: `data/train.csv`, `data/test.csv`"),
        ("'data/{00..09}.tar'", "write `*` instead of the braces, or a list of paths"),
        ("/home/ana/train.csv", "write the path from the root of the repo, such as `data/train.csv`"),
        ("https://example.org/train.csv", "add the file to the repo, and write its path"),
    ] {
        let metadata = format!("configs:\n- config_name: a\n  data_files: {path}\n");
        assert_eq!(advice(&metadata, "data-files-pattern"), help, "{path}");
    }
}

#[test]
fn a_value_that_a_hash_hides_is_told_from_one_that_is_missing() {
    let hidden = advice("license: mit\ntags: #speech #audio\n", "null-value");
    assert_eq!(hidden, "` #` begins a comment: write the value without `#`, or quote it");
    assert_eq!(advice("license: mit\ntags: # none yet\n", "null-value"), "set a value, or remove the key");
}
