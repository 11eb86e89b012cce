//! What is said of `dataset_info`, and of what it describes: features, splits and their sizes.

use cardlint::card::RepoType;

use crate::table::hold_metadata;

#[test]
fn what_dataset_info_says() {
    let feature = |feature: &str| format!("dataset_info: {{features: [{{name: a, {feature}}}]}}");
    let rows = [
        feature("value: {dtype: string, x: 1}"),
        feature("value: {id: x}"),
        feature("dtype: translation"),
        feature("dtype: class_label"),
        feature("class_label: {names: {-1: x, 0: y}}"),
        feature("dtype: sequence"),
        feature("dtype: dict"),
        feature("array2_d: {shape: [3], dtype: float32}"),
        feature("large_list: {feature: {dtype: string}, x: 1}"),
        feature("list: [{name: b}]"),
        feature("audio: {sampling_rate: 16k}"),
        feature("image: {mode: RGB, x: 1}"),
        feature("dtype: timestamp"),
        feature("dtype: 'timestamp[D]'"),
        feature("dtype: decimal(3)"),
        feature("dtype: Value(string)"),
        feature("dtype: 'string[]'"),
        feature("dtype: array3_D"),
        feature("dtype: Text"),
        feature("dtype: String"),
        feature("dtype: Float"),
        feature("dtype: Picture"),
        feature("dtype: voices"),
        feature("dtype: {class_label: {names: [{b: {c: d}}]}}"),
        feature("translation_variable_languages: {languages: [en], x: 1}"),
        feature("bio_sequence: {format: fasta, x: 1}"),
        feature("dtype: {class_label: {names: [[a], {b: c}, null]}}"),
        "dataset_info: {splits: [{name: train, num_examples: [1], num_bytes: {a: 1}}]}".to_owned(),
        "dataset_info: {splits: [{name: train, num_examples: '1,000', num_bytes: many}]}".to_owned(),
        "dataset_info: {splits: [{name: train, num_examples: null, num_bytes: null}]}".to_owned(),
        "configs: [{config_name: a, features: {}}]".to_owned(),
        "configs: [{config_name: a, data_files: a.json, features: {}}]\ndataset_info: {config_name: b, features: [{name: x, dtype: string}]}".to_owned(),
        "configs: [{config_name: a, data_files: a.json, features: {}}]\ndataset_info: {config_name: a, features: [{name: x, dtype: string}]}".to_owned(),
        "dataset_info: {download_size: 1e3, description: 1e3}".to_owned(),
        "dataset_info: {version: v1.2}".to_owned(),
        "dataset_info: {version: 1.x}".to_owned(),
        "dataset_info: {version: 1..2}".to_owned(),
        "dataset_info: {version: 1.2.3.4}".to_owned(),
        "dataset_info: {splits: 5}".to_owned(),
        "configs: [{config_name: a, data_files: a.csv}]\ndataset_info: {config_name: a, splits: [{name: test, num_examples: 1, num_bytes: 1}]}".to_owned(),
        "configs: [{config_name: a, data_files: [{split: train, path: a.csv}]}]\ndataset_info: {config_name: a, splits: [{name: test, num_examples: 1, num_bytes: 1}]}".to_owned(),
        "configs: [{config_name: a, data_files: [{split: train, path: a.csv}, {split: dev, path: a.csv}]}]\ndataset_info: {config_name: a, splits: [{name: test, num_examples: 1, num_bytes: 1}]}".to_owned(),
        "configs: [{config_name: a, data_files: a.csv}]\ndataset_info: {config_name: b, splits: [{name: a-b, num_examples: 1, num_bytes: 1}]}".to_owned(),
        "configs: [{config_name: a, data_files: a.csv}]\ndataset_info: [{config_name: b}, {config_name: a, splits: [{name: a-b, num_examples: 1, num_bytes: 1}]}]".to_owned(),
        // What a config without a name is called, nobody knows.
        "configs: [{config_name: a, data_files: a.csv}, {data_files: b.csv}]\ndataset_info: {config_name: b, dataset_size: 1}".to_owned(),
    ];
    hold_metadata("what_dataset_info_says", RepoType::Dataset, &rows.each_ref().map(String::as_str));
}
