//! What is said of a value: the words, and what to do, where that depends on what was written.

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rule::diagnostic::Consumer;
use cardlint::source::SourceFile;

use crate::table::{UNLISTED, hold, hold_metadata};

fn datasets(name: &str, rows: &[&str]) {
    hold_metadata(name, RepoType::Dataset, rows);
}

#[test]
fn keys_of_the_form() {
    datasets(
        "keys_of_the_form",
        &[
            "gate_title: Terms",
            "gated_button: Send",
            "extra_gate_terms: Be kind.",
            "extra_gated_desc: Terms",
            "gate_eu_blocked: true",
            "Extra-Gated-Heading: Terms",
            "gating: {prompt: Be kind.}",
            "extra_gated_questions: {Company: text}",
            "extra_terms: x",
            "extra_gated_eu_disallowed: off",
            "extra_gated_eu_disallowed: 'Yes'",
            "extra_gated_eu_disallowed: maybe",
            "extra_gated_eu_disallowed: 5",
            "extra_gated_fields: {a.b: text, $c: text, 'd.': text}",
            "extra_gated_fields: {A: {type: foo, options: [a]}}",
        ],
    );
}

#[test]
fn fields_in_a_list() {
    datasets(
        "fields_in_a_list",
        &[
            "extra_gated_fields:\n- label: Company\n  type: text\n- name: I agree\n  type: checkbox",
            "extra_gated_fields:\n- label: Company\n  type: text\n- other: I agree\n  type: checkbox",
            "extra_gated_fields:\n- - label: Company\n    type: text",
            "extra_gated_fields:\n- ? label\n  : Company\n  type: text",
            "extra_gated_fields:\n- Company: text\n- I agree: checkbox",
            "extra_gated_fields:\n- {Company: text}\n- I agree: checkbox",
            "extra_gated_fields:\n  - {Company: text}\n  - I agree: checkbox",
            "extra_gated_fields:\n- {Company: text}\n- {I agree: checkbox}",
            "extra_gated_fields:\n- {Company: text, Name: text}",
            "extra_gated_fields:\n- {Company:\n    text}",
            "extra_gated_fields:\n  - label: Company\n    type: text",
            "extra_gated_fields: [Company] # and more",
            "extra_gated_fields: {~: text}",
            "extra_gated_fields: {A: [a, b]}",
            "extra_gated_fields: {A: {type: select, choices: [a, b]}}",
            "extra_gated_fields: {A: {type: select}}",
            "extra_gated_fields: {A: {type: select, options: [a, b], choices: [a, b]}}",
            "extra_gated_fields: {A: {type: text, choices: [a, b]}}",
            "extra_gated_fields:\n[a]: text",
            "extra_gated_fields:\n  Company：  text",
            "extra_gated_fields:\n- Company: text\n-   I agree: checkbox",
            "extra_gated_fields:\n- Company: text\n- Company: text",
            "extra_gated_fields: [Company: text]",
            "extra_gated_fields:\n\u{a0}\u{a0}Company: text\n\u{a0}\u{a0}\"Name\" :\u{a0}text",
            "extra_gated_fields:\n  Company:\n    type: text\n    Name: text",
            "extra_gated_fields:\n  Company:\n    Name: text\n    type: text",
            "extra_gated_fields:\n  Company:\n    type: text\n    Name: {type: text}",
            "extra_gated_fields:\n  Company: {type: text, Name: text}",
            "extra_gated_fields:\n  Company:\n    type: text\n    Name: text\n    Age: text",
            "extra_gated_fields:\n  Company:\n    type: text\n    label: The company",
            "extra_gated_fields:\nUse:\ntype: select\noptions: [a]\nCompany: text\nlicense: mit",
            "extra_gated_fields:\nlicense: text\ntags: [a]",
        ],
    );
}

#[test]
fn keys_of_the_form_elsewhere() {
    datasets(
        "keys_of_the_form_elsewhere",
        &[
            "configs: [{config_name: a, data_files: a.csv, extra_gated_prompt: Be kind.}]",
            "dataset_info: {extra_gated_fields: {Company: text}}",
            "extra_gated_fields: {extra_gated_heading: text}",
            "extra_gated_prompt: {extra_gated_prompt: }",
            "extra_gated_prompt: {extra_gated_heading: }",
            "extra_gated_prompt: {extra_gated_prompt, a}",
            "extra_gated_prompt: {extra_gated_prompt: x}",
            "configs: [{config_name: a, data_files: [{split: train, path: a.csv, extra_gated_prompt: x}]}]",
        ],
    );
}

#[test]
fn values_with_tags() {
    datasets(
        "values_with_tags",
        &[
            "a: !!binary YWJj",
            "a: !!binary YWI=",
            "a: !!binary YQ==",
            "a: !!binary YW Jj",
            "a: !!binary YWJ",
            "a: !!binary Y",
            "a: !!binary Y*Jj",
            "a: !!map {b: c}",
            "a: !!map [b]",
            "a: !!seq [b]",
            "a: !!seq {b: c}",
            "a: !!set {b, c}",
            "a: !!set {b: c}",
            "a: !!omap [b: 1, c: 2]",
            "a: !!omap [{b: 1, c: 2}]",
            "a: !!pairs [b: 1, b: 2]",
            "a: !!seq",
            "a: !!str",
            "a: !!int",
            "a: ! 5",
            "a: !other {b: c}",
            "a: 1000000000000000000000000000000000000000000",
        ],
    );
}

#[test]
fn texts_that_look_like_metadata() {
    datasets(
        "texts_that_look_like_metadata",
        &[
            "notes:\n- |\n  extra_gated_fields:\n  Company: text",
            "notes: |\n  extra_gated_fields:\n  Company: text",
            "extra_gated_fields:\nCompany: text",
            "extra_gated_prompt: |\nYou agree:\n\n- to share\n\nlicense: mit",
            "a: |\n  extra_gated_fields:\n  Company: text\nextra_gated_fields:\nCompany: text",
        ],
    );
}

#[test]
fn lines_that_lost_their_indentation() {
    datasets(
        "lines_that_lost_their_indentation",
        &[
            "tags:\n\u{a0}-\u{a0}\u{a0}a",
            "tags:\n\u{a0}\u{a0}- a\n- b\n\u{a0}\u{a0}- c",
            "dataset_info:\n  features:\n\u{a0}\u{a0}- name: a\n\u{a0}\u{a0}\u{a0}\u{a0}dtype: string",
            "extra_gated_fields:\n\u{a0}\u{a0}Company: text\nlicense: mit\n\u{a0}x: y",
            "extra_gated_fields:\n\u{a0}\u{a0}Ratio 1:2:\u{a0}text",
            "extra_gated_fields:\nUse: text\n  type: select\nAge: how old\nA: text",
            "extra_gated_fields:\nA: text\n  # c\n  C: text",
            "configs:\nconfig_name: a\n  data_files: a.csv\n  config_name: b",
            "dataset_info:\nsplits:\nsplits:\n  - {name: train}",
            "extra_gated_fields:\n  Use: >-\n    type: select\n  I agree: checkbox",
            // What is not the type of a field may be a key of the author's own.
            "extra_gated_fields:\nCompany: ACME",
            "extra_gated_fields:\n\nCompany: text",
            "prompts:\n  system: |\n  Be brief.",
            "prompts:\n  system: |\nBe brief.",
            "extra_gated_prompt: |\n Be kind.\nBe brief.",
            "configs:\nconfig_name: a\n  language: en\n  data_files: a.csv",
            "configs:\nconfig_name: a\ndata_files: a.csv\n\n# ours\nmy_key: 1",
            "configs:\n- config_name: a\n  data_files:\n  split: train\n  path:\n    - a.csv\nlicense: mit",
            // The items of a list may begin in the column of its key.
            "dataset_info:\n  features:\n  - name: a\n    list:\n    - name: b\n      dtype: string\n  - name: c\n    dtype: string",
            "configs:\n- config_name: a\n  data_files:\n  split: train\n  path: a.csv",
            "configs:\nplain text",
            "extra_gated_fields: \nCompany: text",
            "extra_gated_fields: # for us\nCompany: text",
            "extra_gated_fields:\r\nCompany: text\r\nName: text\r",
            "dataset_info:\n- a\nfeatures:\n- name: b",
        ],
    );
}

#[test]
fn options_that_are_countries() {
    let select =
        |label: &str, options: &str| format!("extra_gated_fields: {{{label}: {{type: select, options: [{options}]}}}}");
    let rows = [
        select("Country", "Germany, France, Spain"),
        select("Country", "DE, FR, XX"),
        select("Country", "DE, FR, BU, AN"),
        select("Where", "Germany, France, Spain, Portugal, Italy"),
        select("Where", "Germany, France, Spain, Portugal"),
        select("Where", "Germany, France, Spain, Portugal, Italy, Other"),
        select("Where", "Germany, France, Spain, Portugal, Italy, A, B"),
        select("Where", "DE, FR, ES, PT, IT"),
        select("Language", "DE, FR, ES, PT, IT"),
        // The half and one more are read as countries.
        select("Country", "DE, FR, UK, Elsewhere, Nowhere"),
        select("Country", "DE, UK, Elsewhere, Nowhere"),
        select("Country", "DE, fr, Elsewhere, Nowhere"),
        // Two lowercase letters are a code only if they are assigned, and where the label asks for a country.
        select("Country", "de, fr, zz"),
        select("Where", "DE, FR, ES, PT, IT, be"),
    ];
    datasets("options_that_are_countries", &rows.each_ref().map(String::as_str));
}

#[test]
fn licenses_and_languages() {
    datasets(
        "licenses_and_languages",
        &[
            "license: https://www.eclipse.org/legal/epl-2.0/",
            "license: https://opendatacommons.org/licenses/by/1-0/",
            "license: https://opendatacommons.org/licenses/odbl/",
            "license: mit\nlicens: apache-2.0",
            "license: True",
            "language: Off",
            "language: klingon\n  - en\n  - fr",
            "license: LICENSE-2.0",
            "license: LICENSE of ours",
            "license: apahce-2.0",
            "license: apxxhe-2.0",
            "license: opnarial-2.0",
            "license: mozzila-2.0",
            "license: https://a.example/x y",
            "license: 'https://a.example/x:'",
            "license: [https://a.example/terms, mit]\nlanguage: en",
            "license: cc-by",
            "license: LICENSE-DATA",
            "license: License",
            "license: https://spdx.org/licenses/MIT.json",
            "license: https://www.gnu.org/licenses/gpl-3.0.en.html",
            "license: https://spdx.org/licenses/LPPL-1.3c",
            "license: license",
            "license: [mit // old, apache-2.0]",
            "license: [our-terms, mit]",
            "license: [our-terms]",
            "license: [mit apache-2.0]",
            "license: mit apache-2.0",
            "license: MIT OR Apache-2.0",
            "license: MIT, Apache-2.0",
            "license: GPL-3.0 with our exception",
            "license: https://creativecommons.org/publicdomain/zero/1.0/deed.en",
            "license: https://creativecommons.org/publicdomain/zero/1.0/other/1.0",
            "license: license\nlanguage: en",
            "  license: https://a.example/terms\n  language: en",
            "{license: https://a.example/terms, language: en}",
            "task_categories: [image]",
            "task_categories: [text, 5]",
            "license: mit\ntags: ''",
            "license: mit\nannotations_creators: {a: b}",
            "task_categories: [video]",
            "language: python",
            "language: protein",
            "language: und",
            "language: unknown",
            "language: xq",
            "language: '{{ language }}'",
            "language: voices",
            "language: pt-BR",
            "language: qq-BR",
            "language: jp-JP",
            "language: pt-BR\nlanguage_bcp47: [pt-PT]",
            "language: [pt, pt-BR, en_US, en_unnorm]",
            "language: en, fr",
            "language: ['en, fr']",
            "LANGUAGES: en",
            "Licenses: mit",
            "lang: en",
        ],
    );
}

#[test]
fn links_to_licenses() {
    let card = |link: &str| format!("license: other\nlicense_name: a\nlicense_link: {link}");
    let [web, old_web, file, local, words] =
        ["https://a.example", "http://a.example", "LICENSE.md", "./LICENSE", "see the site"].map(card);
    let files = "README.md LICENSE";
    let rows = [
        (files, &web),
        (files, &old_web),
        (files, &file),
        (files, &local),
        (files, &words),
        (UNLISTED, &file),
        (UNLISTED, &words),
    ];
    hold("links_to_licenses", &rows.map(|(files, card)| (files, card.as_str())));
}

#[test]
fn settings_of_configs() {
    datasets(
        "settings_of_configs",
        &[
            "configs: [{config_name: 1e3, data_files: a.csv}]",
            "configs: [{config_name: [a], data_files: a.csv}]",
            "configs: [{config_name: a, data_files: [{split: '', path: a.csv}]}]",
            "configs: [{config_name: a, data_files: [{split: [a], path: a.csv}]}]",
            "configs: [{config_name: a, data_files: a.csv, sep: [a]}]",
            "configs: [{config_name: a, data_files: a.csv, sep: {a: b}}]",
            "configs: [{config_name: a, data_files: a.csv, header: -1}]",
            "configs: [{config_name: a, data_files: a.csv, skiprows: x}]",
            "configs: [{config_name: a, data_files: a.json, sep: [a]}]",
            "configs: [{config_name: a, data_files: a.json, chunksize: 0}]",
            "configs: [{config_name: a, split: train, path: a.csv}]",
            "configs: [{config_name: a, path: a.csv}]",
            "configs: [{config_name: a, data_files: a.csv, default: 0.5}, {config_name: b, data_files: b.csv, default: 'no'}]",
            "configs: [{config_name: a, data_files: a.csv, default: 'yes'}]",
            "configs:\n- config_name: a\n  data_files: a.csv\n  sep: |",
            "configs:\n- config_name: a\n  data_files: a.csv\n  sep: |-",
            "configs:\n  en: a.csv",
            "configs:\n  en:\n   {data_files: a.csv}",
            "configs:\n- config_name: a\n  data_files:\n  - train: a.csv\n  - test: b.csv",
            "configs:\n- config_name: a\n  data_files:\n  - train: a.csv\n    test: b.csv",
            "configs:\n- config_name: a\n  data_files:\n  - train: [a.csv,\n      b.csv]",
            "configs: [{config_name: a, data_files: a.csv, header: x}]",
            "configs:\n  &a config_name: a\n  data_files: a.csv",
            "config_name: a\nlicense: mit",
            "configs: [{config_name: a, data_files: a.csv, dataset_size: 5}]",
            "configs:\n- config_name: a\n  split: train\n  data-files: a.csv",
            "data_files: '*.csv'\nlicense: mit",
            "configs: [{config_name: a, data_files: a.csv, default: 0.0}, {config_name: b, data_files: b.csv, default: true}]",
            "configs: [{config_name: a, data_files: [{split: a-b, path: a.csv}]}]",
            "configs:\n    en:\n      data_files: a.csv",
            "configs: [{config_name: a, data_files: [{split: train, path: {a: b}}]}]",
            "configs: [{config_name: a, data_files: {path: {train: a.csv}}}]",
            "configs:\n- config_name: a\n  data_files: a.csv\n  names: |\n    a\n    b",
            "configs:\n  config_name: a\n  data_files: a.csv\n  config_name: b\n  data_files: b.csv",
            "configs: [{config_name: a, data_files: }]",
            "configs:\n- config_name: a\n  data_files:\n- config_name: b\n  data_files: b.csv",
            "configs:\n  en:\n    data_files: a.csv",
            "configs:\n  en:\n      data_files: a.csv",
            "configs: {en: {data_files: a.csv}}",
            "configs:\n- config_name: a\n  data_files:\n    my_split: a.csv\n    test: b.csv",
            "configs:\n- config_name: a\n  data_files:\n    my-split: a.csv",
        ],
    );
}

#[test]
fn sizes_of_datasets() {
    let sizes =
        ["100", "<1000", "10k-50k", "5M", "2b", "1T", "9T", "1,000", "many", "99999999999999999999999999999999999999T"];
    let texts = sizes.iter().map(|size| format!("size_categories: ['{size}']"));
    let rows: Vec<_> = texts.chain(["size_categories: [12000]".to_owned()]).collect();
    datasets("sizes_of_datasets", &rows.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn what_is_below_keys_without_a_value() {
    datasets(
        "what_is_below_keys_without_a_value",
        &[
            "tags:",
            "license_name:\nlicense: mit",
            "license_name:\n\nlicense: mit",
            "license_name:\n# a\nlicense: mit",
            "license_name:\n- a\nlicense: mit",
            "pretty_name: # none\nlicense: mit",
            "tags:\n{}license: mit",
            "license: mit\nlicense: mit\npretty_name:",
            "license_name:\nlicense_name:\n\nlicense: mit",
            "dataset_info:\n  description:\nlicense: mit",
            "dataset_info:\n  description:\n  features: []\nlicense: mit",
            "dataset_info:\n- config_name: a\nfeatures: []",
            "dataset_info:\n  - config_name: a\n  features: []",
            "dataset_info:\n  config_name: a\n- config_name: b",
            "configs:\n  extra_gated_fields:\n  Company: text",
            "extra_gated_fields:\n  Company:\n  type: text",
            "license:mit\nlanguage:en",
            "\nlicense:mit",
        ],
    );
}

#[test]
fn ids_of_repos() {
    let rows = [
        "base_model: https://huggingface.co/acme/voices",
        "base_model: https://huggingface.co/acme/voices/tree/main/",
        "base_model: https://huggingface.co/acme/voices/tree/v1",
        "base_model: https://huggingface.co/acme/voices/blob/main/README.md",
        "base_model: https://huggingface.co/datasets/acme/voices",
        "base_model: acme/a, acme/b",
        "base_model: acme/a, acme b",
        "base_model: https://huggingface.co/acme/a/b",
        "base_model: [acme/a/b]",
        "datasets: [https://huggingface.co/datasets/acme/voices]",
        "datasets: [huggingface.co/datasets/acme/voices/resolve/main/a.csv]",
        "new_version: acme/c, acme/d",
    ];
    hold_metadata("ids_of_repos", RepoType::Model, &rows);
}

#[test]
fn settings_of_spaces() {
    hold_metadata("settings_of_spaces", RepoType::Space, &["sdk: 1", "sdk: docker\npretty_name: 1e3"]);
}

#[test]
fn results_of_models() {
    let result = |rest: &str| {
        format!(
            "model-index: [{{name: a, results: [{{task: {{type: asr}}, dataset: {{type: b, name: b}}, metrics: [{{type: wer, value: 1}}]{rest}}}]}}]"
        )
    };
    let rows = [
        result(""),
        result(", source: {name: x}"),
        result(", source: {url: https://x.example}"),
        "model-index: [{name: 5, results: [{task: {type: asr}, dataset: {type: b, name: b}, metrics: [{type: wer, value: 1}]}]}]".to_owned(),
        "model-index: [{name: a, results: [{task: asr, dataset: b, metrics: [wer]}]}]".to_owned(),
        "model-index: {name: a}".to_owned(),
        "eval_results: []".to_owned(),
        "eval_results: {}\nmodel_name: a".to_owned(),
        "eval_results:".to_owned(),
        "eval_results: [{value: 1}]".to_owned(),
        "library_name: Diffusers".to_owned(),
        "library_name: diffuserz".to_owned(),
        "library_name: keraz".to_owned(),
        "library_name: fastaii".to_owned(),
        "library_name: fairsq".to_owned(),
    ];
    hold_metadata("results_of_models", RepoType::Model, &rows.each_ref().map(String::as_str));
}

#[test]
fn huggingface_hub_hands_numbers_on_in_place_of_names() {
    for (name, raises) in [("5", false), ("true", false), ("[a]", true), ("{a: b}", true)] {
        let results = "[{task: {type: asr}, dataset: {type: b, name: b}, metrics: [{type: wer, value: 1}]}]";
        let text = format!("---\nmodel-index: [{{name: {name}, results: {results}}}]\n---\n");
        let options = Options { repo_type: Some(RepoType::Model), ..Options::default() };
        let found = lint(&SourceFile::new("README.md", text), &options);
        let shape = found.iter().find(|each| each.rule.id == "model-index-shape").unwrap();
        assert!(shape.predicts.contains(&Consumer::Hub), "{name}");
        assert_eq!(shape.predicts.contains(&Consumer::HuggingfaceHub), raises, "{name}");
    }
}

#[test]
fn a_license_that_python_cannot_read_either_is_an_error_of_all_clients() {
    for (license, consumers) in [
        ("2024-02-30", &[Consumer::Hub, Consumer::HuggingfaceHub, Consumer::Datasets] as &[_]),
        // Read as a boolean, which a license id in its place ends.
        ("no", &[Consumer::Hub]),
    ] {
        let found = lint(&SourceFile::new("README.md", format!("---\nlicense: {license}\n---\n")), &Options::default());
        assert_eq!(found.iter().map(|each| &*each.predicts).collect::<Vec<_>>(), [consumers], "{license}");
    }
}
