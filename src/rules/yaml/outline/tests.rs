use super::*;

fn put_back(key: &str, text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    nested(holder(key).expect("a holder"), 0, &lines)[0].join("\n")
}

#[test]
fn what_follows_a_key_may_be_its_content_unless_it_is_certainly_none() {
    for (key, column, rest, expected) in [
        ("tags", 0, "", false),
        ("tags", 0, "\n\nlicense: mit\n", false),
        ("tags", 0, "audio\n", true),
        ("tags", 0, "- audio\n", true),
        ("tags", 0, "# - audio\n", true),
        ("tags", 0, "my_key: x\n", true),
        ("tags", 0, "  x: y\n", true),
        ("tags", 0, "\u{a0}- audio\n", true),
        ("dataset_info", 0, "features: []\n", true),
        (FIELDS, 0, "license: text\n", true),
        (FIELDS, 0, "license: mit\n", false),
        ("description", 2, "license: mit\n", false),
        ("description", 2, "- config_name: b\n", false),
        ("description", 2, "  features: []\n", false),
        ("description", 2, "  voices\n", true),
        ("description", 2, "    x: y\n", true),
        ("description", 2, "# more\n", true),
        ("description", 2, "more\n", true),
        ("description", 2, " \u{a0}license: mit\n", true),
    ] {
        assert_eq!(may_hold(key, column, rest), expected, "{key}: {rest}");
    }
}

#[test]
fn levels_are_told_by_the_keys() {
    let flat = "Company: text\nUse:\ntype: select\noptions:\n- Research\n- label: Other\nvalue: other\nI agree: checkbox\nlicense: mit";
    let nested = "  Company: text\n  Use:\n    type: select\n    options:\n    - Research\n    - label: Other\n      value: other\n  I agree: checkbox";
    assert_eq!(put_back(FIELDS, flat), nested);
    let flat = "- config_name: a\ndata_files:\n- split: train\npath: a.csv\n- config_name: b\ndata_files: b.csv";
    let nested =
        "- config_name: a\n  data_files:\n  - split: train\n    path: a.csv\n- config_name: b\n  data_files: b.csv";
    assert_eq!(put_back("configs", flat), nested);
    let flat =
        "features:\n- name: a\ndtype: string\nsplits:\n- name: train\nnum_bytes: 1\ndownload_size: 1\nlicense: mit";
    let nested =
        "  features:\n  - name: a\n    dtype: string\n  splits:\n  - name: train\n    num_bytes: 1\n  download_size: 1";
    assert_eq!(put_back("dataset_info", flat), nested);
    let flat = "- name: m\nresults:\n- task:\ntype: asr\ndataset:\ntype: a/b\nname: B\nmetrics:\n- type: wer\nvalue: 1";
    let nested = "- name: m\n  results:\n  - task:\n      type: asr\n    dataset:\n      type: a/b\n      name: B\n    metrics:\n    - type: wer\n      value: 1";
    assert_eq!(put_back("model-index", flat), nested);
}

#[test]
fn levels_that_are_left_are_kept() {
    assert_eq!(
        put_back(
            "configs",
            "config_name: a\ndata_files:\n  - split: train\n    path: a.csv\nconfig_name: b\ndata_files: b.csv"
        ),
        "- config_name: a\n  data_files:\n    - split: train\n      path: a.csv\n- config_name: b\n  data_files: b.csv"
    );
    assert_eq!(
        put_back(
            "configs",
            "- config_name: a\ndata_files:\n  - split: train\n    path: a.csv\n- config_name: b\n  data_files: b.csv"
        ),
        "- config_name: a\n  data_files:\n    - split: train\n      path: a.csv\n- config_name: b\n  data_files: b.csv"
    );
    assert_eq!(
        put_back("dataset_info", "features:\n  - name: a\n    dtype: string\nlicense: mit"),
        "  features:\n    - name: a\n      dtype: string"
    );
}
