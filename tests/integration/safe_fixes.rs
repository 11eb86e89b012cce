//! What fixes leave alone: content that has lost its indentation, licenses that are others, values of several lines.

use cardlint::lint::fix::fix;
use cardlint::lint::{Options, lint};
use cardlint::rule::diagnostic::{Diagnostic, Severity};
use cardlint::source::SourceFile;

fn card(yaml: &str) -> SourceFile {
    SourceFile::new("README.md", format!("---\n{yaml}---\n# Voices\n"))
}

fn found(yaml: &str) -> Vec<Diagnostic> {
    lint(&card(yaml), &Options::default())
}

/// The metadata after its fixes.
fn fixed(yaml: &str, all: bool) -> String {
    let text = fix(&card(yaml), &Options::default(), all).source.text;
    text.strip_prefix("---\n").and_then(|text| text.strip_suffix("---\n# Voices\n")).unwrap_or(&text).to_owned()
}

#[test]
fn lost_indentation_is_one_mistake_and_no_safe_fix_touches_it() {
    for (yaml, right) in [
        (
            "extra_gated_fields:\nCompany: text\nI agree: checkbox\n",
            "extra_gated_fields:\n  Company: text\n  I agree: checkbox\n",
        ),
        (
            "extra_gated_fields:\nUse:\ntype: select\noptions:\n- Research\n- label: Other\nvalue: other\nI agree: checkbox\n",
            "extra_gated_fields:\n  Use:\n    type: select\n    options:\n    - Research\n    - label: Other\n      value: other\n  I agree: checkbox\n",
        ),
        (
            "extra_gated_fields:\n\u{a0}\u{a0}Company: text\n\u{a0}\u{a0}Use:\n\u{a0}\u{a0}\u{a0}\u{a0}type: text\n",
            "extra_gated_fields:\n  Company: text\n  Use:\n    type: text\n",
        ),
        ("extra_gated_fields:\n\u{2003}Company:\u{a0}text\n", "extra_gated_fields:\n Company: text\n"),
        ("configs:\nconfig_name: en\ndata_files: en.csv\n", "configs:\n- config_name: en\n  data_files: en.csv\n"),
        (
            "configs:\nconfig_name: en\ndata_files: en.csv\nconfig_name: de\ndata_files: de.csv\n",
            "configs:\n- config_name: en\n  data_files: en.csv\n- config_name: de\n  data_files: de.csv\n",
        ),
        ("configs:\n- config_name: en\ndata_files: en.csv\n", "configs:\n- config_name: en\n  data_files: en.csv\n"),
        (
            "dataset_info:\nfeatures:\n- name: text\n  dtype: string\n",
            "dataset_info:\n  features:\n  - name: text\n    dtype: string\n",
        ),
        (
            "dataset_info:\nfeatures:\n- name: text\ndtype: string\nsplits:\n- name: train\nnum_examples: 3\nnum_bytes: 9\n",
            "dataset_info:\n  features:\n  - name: text\n    dtype: string\n  splits:\n  - name: train\n    num_examples: 3\n    num_bytes: 9\n",
        ),
        (
            "model-index:\n- name: Voices\nresults:\n- task:\ntype: asr\ndataset:\ntype: a/b\nname: B\nmetrics:\n- type: wer\nvalue: 0.1\n",
            "model-index:\n- name: Voices\n  results:\n  - task:\n      type: asr\n    dataset:\n      type: a/b\n      name: B\n    metrics:\n    - type: wer\n      value: 0.1\n",
        ),
        (
            "extra_gated_prompt: |\nYou agree.\n\n- not to share\nlicense: mit\n",
            "extra_gated_prompt: |\n  You agree.\n\n  - not to share\nlicense: mit\n",
        ),
        (
            "extra_gated_prompt: >-\n  You agree\nnot to share: ever\nlicense: mit\n",
            "extra_gated_prompt: >-\n  You agree\n  not to share: ever\nlicense: mit\n",
        ),
    ] {
        let yaml = if yaml.contains("license") {
            yaml.to_owned()
        } else {
            format!("license: mit\n{yaml}pretty_name: Voices\n")
        };
        let right = if right.contains("license") {
            right.to_owned()
        } else {
            format!("license: mit\n{right}pretty_name: Voices\n")
        };
        let diagnostics = found(&yaml);
        assert_eq!(diagnostics.iter().map(|each| each.rule.id).collect::<Vec<_>>(), ["lost-indentation"], "{yaml}");
        assert!(diagnostics[0].message.starts_with("these lines must be indented"), "{}", diagnostics[0].message);
        let help = diagnostics[0].help.clone().unwrap();
        assert!(help.lines().skip(1).take(3).all(|line| right.contains(line)), "{help}");
        assert_eq!(fixed(&yaml, false), yaml);
        assert_eq!(fixed(&yaml, true), right);
    }
    // With the line ends of the card.
    let text = "---\r\nextra_gated_fields:\r\nCompany: text\r\n---\r\n";
    let indented = fix(&SourceFile::new("README.md", text), &Options::default(), true);
    assert_eq!(indented.source.text, "---\r\nextra_gated_fields:\r\n  Company: text\r\n---\r\n");
}

#[test]
fn a_key_is_removed_only_where_nothing_can_be_its_value() {
    for yaml in ["tags:\nlicense: mit\n", "license: mit\ntags:\n", "license: mit\nextra_gated_fields:\nlanguage: en\n"]
    {
        assert_ne!(fixed(yaml, false), yaml, "{yaml}");
    }
    for yaml in [
        "license: mit\ntags:\n# - audio\nlanguage: en\n",
        "license: mit\ntags:\naudio\nlanguage: en\n",
        "license: mit\ntags:\nmy_key: x\n",
        "license: mit\ntags:\n\n\u{a0}- audio\n",
        "license: mit\nextra_gated_fields:\nCompany: txt\n",
        "license: mit\nextra_gated_fields:\n\"Company\": text\n",
        "license: mit\ndataset_info:\nfeatures: []\n",
    ] {
        assert_eq!(fixed(yaml, false), yaml, "{yaml}");
    }
    let cut = "---\nlicense: mit\ntags:\n---\n- audio\n";
    assert_eq!(fix(&SourceFile::new("README.md", cut), &Options::default(), false).source.text, cut);
}

#[test]
fn a_mapping_where_a_list_belongs_becomes_its_item() {
    let yaml = "configs:\n  config_name: en\n  data_files:\n  - split: train\n    path: en.csv\n";
    assert_eq!(fixed(yaml, false), yaml);
    assert_eq!(
        fixed(yaml, true),
        "configs:\n  - config_name: en\n    data_files:\n    - split: train\n      path: en.csv\n"
    );
}

#[test]
fn what_a_safe_fix_does_not_cure_it_leaves() {
    let several = "license: mit\nextra_gated_prompt: You agree:\n  - not to share\n  - not to train\n";
    assert_eq!(fixed(several, false), several);
    assert_eq!(
        fixed(several, true),
        "license: mit\nextra_gated_prompt: |\n  You agree:\n  - not to share\n  - not to train\n"
    );
    let help = found(several)[0].help.clone().unwrap();
    assert_eq!(
        help,
        "begin a multi-line string with `|`:\nextra_gated_prompt: |\n  You agree:\n  - not to share\n  - not to train"
    );
    let one = "pretty_name: Voices: the corpus\n";
    assert_eq!(found(one)[0].help.as_deref(), Some("quote the value: `pretty_name: \"Voices: the corpus\"`"));
    assert_eq!(fixed(one, false), "pretty_name: \"Voices: the corpus\"\n");
    for yaml in [
        // A line break is lost, and quotes would hide the second key.
        "title: Voices emoji: x\nsdk: static\n",
        // In quotes it would be no license, either.
        "license: mit: as the code\n",
        // The text is an underline, and not the fence.
        "license: mit\nextra_gated_prompt: @all\n  of you: agree\n",
        "language:\n- en\nsize_categories: 12000\n",
        // A revision is more than an id.
        "pipeline_tag: text-generation\nbase_model: https://huggingface.co/a/b/tree/v1.0\n",
        "pipeline_tag: text-generation\nbase_model: https://huggingface.co/spaces/b\n",
        "extra_gated_prompt: \"don\\'t share\"\n",
        "tags: audio; speech\n",
    ] {
        assert_eq!(fixed(yaml, false), yaml, "{yaml}");
    }
    let underlined = "---\nlicense: mit\nextra_gated_prompt: |\n  Terms\n  -----\n  You agree\n# Voices\n";
    assert_eq!(fix(&SourceFile::new("README.md", underlined), &Options::default(), false).source.text, underlined);
}

#[test]
fn a_license_is_only_ever_spelled_otherwise() {
    let other = |name: &str| {
        format!("license: other\nlicense_name: {name}\nlicense_link: https://spdx.org/licenses/{name}.html\n")
    };
    for (yaml, safe, all) in [
        ("license: gpl-1.0\n", None, other("GPL-1.0")),
        ("license: cc-by-nd-3.0\n", None, other("CC-BY-ND-3.0")),
        ("license: [bsd-4-clause]\n", None, other("BSD-4-Clause").replace("other", "[other]")),
        ("license: GPL-3.0-or-later\n", None, other("GPL-3.0-or-later")),
        ("license: gpl-2.1\n", None, "license: other\nlicense_name: gpl-2.1\n".to_owned()),
        ("license: cc-by-nc-5.0\n", None, "license: other\nlicense_name: cc-by-nc-5.0\n".to_owned()),
        ("license: LICENSE\n", None, "license: other\nlicense_link: LICENSE\n".to_owned()),
        ("license: see LICENSE.md\n", None, "license: other\nlicense_link: LICENSE.md\n".to_owned()),
        ("license: https://creativecommons.org/licenses/by/4.0/\n", Some("license: cc-by-4.0\n"), "license: cc-by-4.0\n".to_owned()),
        (
            "license: https://creativecommons.org/licenses/by/3.0/us/\n",
            None,
            "license: other\nlicense_name: CC-BY-3.0-US\nlicense_link: https://creativecommons.org/licenses/by/3.0/us/\n".to_owned(),
        ),
        ("license: https://opensource.org/licenses/MIT\n", Some("license: mit\n"), "license: mit\n".to_owned()),
        ("license: Apache 2.0\n", Some("license: apache-2.0\n"), "license: apache-2.0\n".to_owned()),
        ("license: apach-2.0\n", None, "license: apache-2.0\n".to_owned()),
        ("license: gpl-1.0\nlicense_name: ours\n", None, "license: other\nlicense_link: https://spdx.org/licenses/GPL-1.0.html\nlicense_name: ours\n".to_owned()),
        // What nobody chose is removed, and never guessed at.
        ("license: license\ntags: [a]\n", None, "tags: [a]\n".to_owned()),
        ("licence: license\ntags: [a]\n", None, "tags: [a]\n".to_owned()),
        ("license: [license]\ntags: [a]\n", None, "tags: [a]\n".to_owned()),
        ("license: '[More Information Needed]'\ntags: [a]\n", None, "tags: [a]\n".to_owned()),
        ("licenses: gpl-1.0\n", None, other("GPL-1.0")),
        // Which version, nobody knows.
        ("license: apache\n", None, "license: apache\n".to_owned()),
        ("license: cc-by\n", None, "license: cc-by\n".to_owned()),
    ] {
        assert_eq!(fixed(yaml, false), safe.unwrap_or(yaml), "{yaml}");
        assert_eq!(fixed(yaml, true), all, "{yaml}");
    }
    for text in ["0BSD", "unlicence", "unlicensed", "un-license", "bsl-1.1", "license", "LICENSE", "llama2.1"] {
        for each in found(&format!("license: {text}\n")) {
            let said = format!("{:?} {:?}", each.help, each.fix);
            assert!(
                !said.contains("unlicense\"") && !said.contains("`unlicense`") && !said.contains("`bsd`"),
                "{text}: {said}"
            );
        }
    }
}

#[test]
fn a_fix_that_would_make_an_error_is_not_applied() {
    for yaml in ["pretty_name: V\nlicence: my terms\n", "Dataset_info:\n  features:\n    text: string\nlicense: mit\n"]
    {
        let before = found(yaml);
        assert!(before.iter().all(|each| each.severity < Severity::Error), "{before:?}");
        let after = fix(&card(yaml), &Options::default(), true);
        assert!(after.remaining.iter().all(|each| each.severity < Severity::Error), "{:?}", after.remaining);
    }
}

#[test]
fn a_safe_fix_is_asked_about_the_lines_that_it_writes() {
    for (yaml, right) in
        [("languages:\n- unknown\n", "language:\n- unknown\n"), ("languages: unknown\n", "languages: unknown\n")]
    {
        assert_eq!(fixed(yaml, false), right);
    }
}

#[test]
fn fixes_say_which_keys_they_rename_or_remove() {
    let applied = |yaml: &str| fix(&card(yaml), &Options::default(), true).fixes;
    assert_eq!(applied("license: mit\ntags:\n")[0].title, "remove `tags`");
    assert_eq!(applied("licenses: mit\n")[0].title, "rename `licenses` to `license`");
    assert_eq!(applied("Extra-gated-prompt: a\n")[0].title, "rename `Extra-gated-prompt` to `extra_gated_prompt`");
    let both = "Extra-gated-prompt: a\nextra_gated-prompt: b\n";
    assert_eq!(applied(both).len(), 1);
}

#[test]
fn a_number_becomes_a_string_without_its_tag_and_an_alias_stays() {
    for (yaml, right) in [
        ("pretty_name: 1e3\n", "pretty_name: \"1e3\"\n"),
        ("pretty_name: !!float 1e3\n", "pretty_name: \"1e3\"\n"),
        ("pretty_name: !!int \"12\"\n", "pretty_name: \"12\"\n"),
        ("tags: [!!int 3, &b !!int 4, !!int &c 5]\n", "tags: [\"3\", &b \"4\", &c \"5\"]\n"),
        ("pretty_name: !!int\n  12\n", "pretty_name: \"12\"\n"),
        ("tags: [hey !, 5]\n", "tags: [hey !, \"5\"]\n"),
        ("tags: [!!str hey, 5, a !b]\n", "tags: [!!str hey, \"5\", a !b]\n"),
        (
            "configs:\n- {config_name: a, data_files: a.csv, wow !: 1, sep: 1}\n",
            "configs:\n- {config_name: a, data_files: a.csv, wow !: 1, sep: 1}\n",
        ),
        ("x: &a 12\npretty_name: *a\n", "x: &a 12\npretty_name: *a\n"),
        ("x: &a 12\ntags:\n- *a\n- 7\n", "x: &a 12\ntags:\n- *a\n- \"7\"\n"),
    ] {
        assert_eq!(fixed(yaml, false), right, "{yaml}");
    }
}

#[test]
fn a_list_of_fields_becomes_a_mapping_of_them() {
    let yaml = "extra_gated_fields:\n- name: Company\n  type: text\n- label: Where from\n  type: country\n";
    assert_eq!(fixed(yaml, true), "extra_gated_fields:\n  Company: text\n  Where from: country\n");
    let mixed = "extra_gated_fields:\n- name: Company\n  type: text\n- Where from\n";
    assert_eq!(fixed(mixed, true), mixed, "what is no field stays");
}

#[test]
fn bullets_become_the_dashes_of_a_list_and_only_by_an_unsafe_fix() {
    for (bullets, list) in [
        ("tags:\n  • speech\n  • audio\n", "tags:\n  - speech\n  - audio\n"),
        ("tags:\n• speech\n• audio\n", "tags:\n- speech\n- audio\n"),
        ("tags:\n  * speech\n  * audio\n", "tags:\n  - speech\n  - audio\n"),
        ("task_categories:\n  – summarization\n", "task_categories:\n  - summarization\n"),
        ("language:\n  +\ten\n  +\tfr\n", "language:\n  - en\n  - fr\n"),
        ("license:\n  • mit\n  • apache-2.0\n", "license:\n  - mit\n  - apache-2.0\n"),
        (
            "configs:\n  • config_name: a\n    data_files: a.csv\n",
            "configs:\n  - config_name: a\n    data_files: a.csv\n",
        ),
    ] {
        assert_eq!(fixed(bullets, false), bullets);
        assert_eq!(fixed(bullets, true), list);
    }
    for (lines, list) in [
        ("tags:\n  speech\n  audio\n", "tags:\n  - speech\n  - audio\n"),
        ("language:\n  en\n  fr\n", "language:\n  - en\n  - fr\n"),
        ("license:\n  mit\n  apache-2.0\n", "license:\n  - mit\n  - apache-2.0\n"),
    ] {
        assert_eq!(fixed(lines, false), lines);
        assert_eq!(fixed(lines, true), list);
    }
    // A list cannot begin on the line of its key.
    assert_eq!(fixed("tags: • speech\n", true), "tags: • speech\n");
}

#[test]
fn a_key_that_only_lacks_a_sign_gets_it() {
    let json = "extra_gated_fields:\n  \"Name\":\"text\"\n  \"Country\":country\n";
    let yaml = "extra_gated_fields:\n  \"Name\": \"text\"\n  \"Country\": country\n";
    assert_eq!(fixed(json, false), yaml);
    // Asterisks may be meant to make it bold.
    let bold = "extra_gated_fields:\n  **I agree**: checkbox\n";
    assert_eq!(fixed(bold, false), bold);
    assert_eq!(fixed(bold, true), "extra_gated_fields:\n  \"**I agree**\": checkbox\n");
}

#[test]
fn signs_of_other_languages_are_replaced_by_an_unsafe_fix() {
    for (written, meant) in [
        // Full-width signs, as Chinese and Japanese keyboards have them.
        ("license：mit\nlanguage： zh\n", "license: mit\nlanguage: zh\n"),
        ("license: mit\npretty_name：Voices\n", "license: mit\npretty_name: Voices\n"),
        (
            "extra_gated_fields:\n  Name：text\n  Country：country\n",
            "extra_gated_fields:\n  Name: text\n  Country: country\n",
        ),
        ("language: zh，en\n", "language: [zh, en]\n"),
        ("task_categories: summarization、translation\n", "task_categories: [summarization, translation]\n"),
        // TOML.
        ("license = \"mit\"\nlanguage = en\n", "license: \"mit\"\nlanguage: en\n"),
        // Comments.
        ("license: mit // see LICENSE\n", "license: mit # see LICENSE\n"),
        ("language:\n- en <!-- English -->\n", "language:\n- en # English\n"),
        ("task_categories:\n- summarization -- short\n", "task_categories:\n- summarization # short\n"),
        ("license: mit\n// the languages\nlanguage: en\n", "license: mit\n# the languages\nlanguage: en\n"),
        ("language: en,\n", "language: en\n"),
        ("tags: - speech - audio\n", "tags: [speech, audio]\n"),
    ] {
        assert_eq!(fixed(written, false), written);
        assert_eq!(fixed(written, true), meant);
    }
    // In brackets, the comment would hide what is behind it.
    let brackets = "license: [mit // old, apache-2.0]\n";
    assert_eq!(fixed(brackets, true), brackets);
}

#[test]
fn a_lone_entry_that_is_not_yaml_is_reported_as_such() {
    let prompt = "extra_gated_prompt: By clicking you agree:\n  - no sharing\n  - cite us\n";
    let rules: Vec<_> = found(prompt).iter().map(|each| each.rule.id).collect();
    assert_eq!(rules, ["yaml-syntax"]);
    let block = "extra_gated_prompt: |\n  By clicking you agree:\n  - no sharing\n  - cite us\n";
    assert_eq!(fixed(prompt, true), block);
}

#[test]
fn bare_words_in_place_of_a_list_may_be_an_item_each() {
    for (yaml, safe, all) in [
        ("tags: speech\n", "tags: [speech]\n", "tags: [speech]\n"),
        ("tags: speech audio\n", "tags: speech audio\n", "tags: [speech audio]\n"),
        ("tags: \"speech audio\"\n", "tags: [speech audio]\n", "tags: [speech audio]\n"),
    ] {
        assert_eq!(fixed(yaml, false), safe, "{yaml}");
        assert_eq!(fixed(yaml, true), all, "{yaml}");
    }
}

#[test]
fn a_fix_that_would_leave_an_error_is_not_shown_as_safe() {
    let shown = |yaml: &str| found(yaml).into_iter().find_map(|each| each.fix).map(|fix| fix.safe);
    assert_eq!((shown("languages: en\n"), fixed("languages: en\n", false).as_str()), (Some(true), "language: en\n"));
    // The Hub ignores `languages`, and would reject this under its new name.
    assert_eq!(shown("languages: unknown\n"), Some(false));
    assert_eq!(fixed("languages: unknown\n", false), "languages: unknown\n");
}
