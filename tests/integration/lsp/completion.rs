//! Completion, in YAML that is not complete.

use serde_json::Value as Json;

use super::client::{Client, edited, marked};
use crate::run::folder;

struct Completed {
    text: String,
    items: Vec<Json>,
}

/// What is offered at the cursor `¦` of a card in a repo with some files.
fn complete(text: &str) -> Completed {
    let folder = folder(&[(".git/HEAD", ""), ("LICENSE", ""), ("data/train-0.csv", ""), ("data/train-1.csv", "")]);
    let (card, text, position) = marked(folder.path(), text);
    let mut client = Client::plain();
    client.open(&card, &text);
    let list = client.at("textDocument/completion", &card, position);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    Completed { text, items }
}

impl Completed {
    fn labels(&self) -> Vec<&str> {
        self.items.iter().map(|item| item["label"].as_str().unwrap()).collect()
    }

    /// The card with the item of this label.
    fn with(&self, label: &str) -> String {
        let Some(item) = self.items.iter().find(|item| item["label"] == label) else {
            panic!("no {label} in {:?}", self.labels());
        };
        edited(&self.text, &Json::from(vec![item["textEdit"].clone()]))
    }

    fn item(&self, label: &str) -> &Json {
        self.items.iter().find(|item| item["label"] == label).unwrap()
    }
}

#[test]
fn the_type_of_a_gate_field_right_behind_its_label() {
    for text in ["---\nextra_gated_fields:\n  Country: ¦", "---\nextra_gated_fields:\n  Country: ¦\n---\n# T\n"] {
        let completed = complete(text);
        let types = ["text", "checkbox", "date_picker", "country", "ip_location", "{type: select, options: []}"];
        assert_eq!(completed.labels(), types);
        assert_eq!(completed.with("country"), text.replace('¦', "country"));
        assert_eq!(completed.item("country")["detail"], "a list of countries");
    }
    assert_eq!(
        complete("---\nextra_gated_fields:\n  Country:¦\n---\n").with("country"),
        "---\nextra_gated_fields:\n  Country: country\n---\n"
    );
    let in_map = complete("---\nextra_gated_fields:\n  Purpose:\n    type: s¦\n---\n");
    assert_eq!(in_map.with("select"), "---\nextra_gated_fields:\n  Purpose:\n    type: select\n---\n");
}

#[test]
fn keys_of_the_repo_type_without_those_that_are_there() {
    let completed = complete("---\nlicense: mit\ntask_categories: [translation]\n¦\n---\n");
    let labels = completed.labels();
    assert!(labels.contains(&"language") && labels.contains(&"configs") && labels.contains(&"extra_gated_fields"));
    assert!(!labels.contains(&"license") && !labels.contains(&"task_categories") && !labels.contains(&"pipeline_tag"));
    assert!(!labels.contains(&"licenses"), "a name of before 2022");
    assert_eq!(completed.with("language"), "---\nlicense: mit\ntask_categories: [translation]\nlanguage: \n---\n");
    assert_eq!(
        completed.with("size_categories"),
        "---\nlicense: mit\ntask_categories: [translation]\nsize_categories:\n  - \n---\n"
    );
    let model = complete("---\npipeline_tag: translation\n¦\n---\n");
    assert!(model.labels().contains(&"base_model") && !model.labels().contains(&"configs"));
    let space = complete("---\nsdk: gradio\n¦\n---\n");
    assert!(space.labels().contains(&"app_file") && !space.labels().contains(&"extra_gated_fields"));
}

#[test]
fn a_key_that_has_its_colon_is_replaced_alone() {
    assert_eq!(complete("---\nlan¦guag: en\n---\n").with("language"), "---\nlanguage: en\n---\n");
}

#[test]
fn keys_of_nested_maps() {
    let config = complete("---\nconfigs:\n  - config_name: a\n    ¦\n---\n");
    assert!(config.labels().contains(&"data_files") && !config.labels().contains(&"config_name"));
    let first = complete("---\nconfigs:\n  ¦\n---\n");
    assert_eq!(first.with("config_name"), "---\nconfigs:\n  - config_name: \n---\n");
    let info = complete("---\ndataset_info:\n  ¦\n---\n");
    assert!(info.labels().contains(&"features"), "{:?}", info.labels());
    assert_eq!(info.with("splits"), "---\ndataset_info:\n  splits:\n    - \n---\n");
    let flow = complete("---\nextra_gated_fields:\n  A: {type: select, ¦}\n---\n");
    assert_eq!(flow.with("options"), "---\nextra_gated_fields:\n  A: {type: select, options: }\n---\n");
}

#[test]
fn licenses_with_their_names() {
    let completed = complete("---\nlicense: cc-by¦\n---\n");
    assert_eq!(completed.with("cc-by-4.0"), "---\nlicense: cc-by-4.0\n---\n");
    assert_eq!(completed.item("mit")["labelDetails"]["description"], "MIT");
    assert_eq!(complete("---\nlicense: \"¦\"\n---\n").with("mit"), "---\nlicense: \"mit\"\n---\n");
}

#[test]
fn languages_by_their_names() {
    let completed = complete("---\nlanguage:\n- en\n- Portug¦\n---\n");
    assert_eq!(completed.labels()[0], "pt");
    assert_eq!(completed.item("pt")["filterText"], "Portuguese");
    assert_eq!(completed.with("pt"), "---\nlanguage:\n- en\n- pt\n---\n");
    // A code that YAML 1.1 reads as a boolean is quoted.
    assert_eq!(complete("---\nlanguage: Norweg¦\n---\n").with("no"), "---\nlanguage: \"no\"\n---\n");
    assert!(complete("---\nlanguage: ¦\n---\n").items.len() <= 400);
}

#[test]
fn lists_get_what_makes_them_lists() {
    let value = complete("---\ntask_categories: ¦\n---\n");
    assert_eq!(value.with("translation"), "---\ntask_categories: [translation]\n---\n");
    let below = complete("---\ntask_categories:\n  ¦\n---\n");
    assert_eq!(below.with("translation"), "---\ntask_categories:\n  - translation\n---\n");
    let item = complete("---\ntask_categories:\n  -¦\n---\n");
    assert_eq!(item.with("translation"), "---\ntask_categories:\n  - translation\n---\n");
    let sizes = complete("---\nsize_categories: [¦]\n---\n");
    assert_eq!(sizes.with("1K<n<10K"), "---\nsize_categories: [1K<n<10K]\n---\n");
}

#[test]
fn values_of_closed_lists() {
    for (text, label) in [
        ("---\ntask_ids:\n- ¦\n---\n", "named-entity-recognition"),
        ("---\nviewer: ¦\n---\n", "false"),
        ("---\nextra_gated_eu_disallowed: ¦\n---\n", "true"),
        ("---\ngated: ¦\n---\n", "manual"),
        ("---\npipeline_tag: ¦\nlibrary_name: x\n---\n", "text-generation"),
        ("---\nlibrary_name: ¦\n---\n", "transformers"),
        ("---\nsdk: ¦\n---\n", "gradio"),
        ("---\nsdk: docker\ncolorFrom: ¦\n---\n", "indigo"),
        ("---\nextra_gated_fields:\n  P:\n    type: select\n    options:\n    - Portu¦\n---\n", "Portugal"),
        ("---\nextra_gated_fields:\n  P: {type: select, options: [¦\n---\n", "Portugal"),
        ("---\ndataset_info:\n  features:\n  - name: a\n    dtype: ¦\n---\n", "int64"),
        ("---\ndataset_info:\n- config_name: a\n  features:\n  - name: a\n    list: ¦\n---\n", "string"),
        ("---\nconfigs:\n- config_name: a\n  data_files: ¦\n---\n", "data/train-0.csv"),
        ("---\nconfigs:\n- config_name: a\n  data_files:\n  - split: train\n    path: ¦\n---\n", "data/*.csv"),
        ("---\nconfigs:\n- config_name: a\n  data_files:\n  - split: ¦\n---\n", "train"),
        ("---\nconfigs:\n- config_name: a\n  data_dir: ¦\n---\n", "data"),
        ("---\nlicense: other\nlicense_link: ¦\n---\n", "LICENSE"),
        ("---\nlicense: mit\nbase_model_relation: ¦\n---\n", "adapter"),
    ] {
        let completed = complete(text);
        assert!(completed.labels().contains(&label), "{text}{:?}", completed.labels());
    }
}

#[test]
fn nothing_is_offered_in_texts_comments_and_markdown() {
    for text in [
        "---\nlicense: mit\n---\n# A title\n\nThe ¦\n",
        "---\nlicense: mit # ¦\n---\n",
        "---\n# ¦\n---\n",
        "---\nextra_gated_prompt: |\n  You agree: ¦\n---\n",
        "# A project\n\nlicense: ¦\n",
        "---\nlicense: mit\n---¦\n",
    ] {
        assert_eq!(complete(text).labels(), Vec::<&str>::new(), "{text}");
    }
}
