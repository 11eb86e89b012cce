//! `--fix`, `--unsafe-fixes` and `--diff`: what they change, and that they change nothing else.

use std::fs;

use cardlint::lint::fix::fix;
use cardlint::lint::{Options, lint};
use cardlint::rules;
use cardlint::source::SourceFile;

use crate::run::{WARNED, WRONG, finish, folder, program};

#[test]
fn a_fix_keeps_every_other_byte() {
    let before = "\u{feff}---\r\n# Ünïcode\r\nlicense:   'Apache-2.0'   # as the code\r\nx: \"1\"\r\n---\r\ntext  \r\n";
    let after = "\u{feff}---\r\n# Ünïcode\r\nlicense:   apache-2.0   # as the code\r\nx: \"1\"\r\n---\r\ntext  \r\n";
    let source = SourceFile::new("README.md", before.trim_start_matches('\u{feff}'));
    let fixed = fix(&source, &Options::default(), false);
    assert_eq!(fixed.source.text, after.trim_start_matches('\u{feff}'));
    assert_eq!(fixed.applied, 1);
}

#[test]
fn a_fix_takes_no_more_than_the_value() {
    for (before, after) in [
        ("license: |\n  MIT\ntags: [a]\n", "license: mit\ntags: [a]\n"),
        ("license: >-\n\n  Apache-2.0\n\n# why\ntags: [a]\n", "license: apache-2.0\n\n# why\ntags: [a]\n"),
        ("license: mit\ntags: [a, @b]\n", "license: mit\ntags: [a, \"@b\"]\n"),
        ("license: mit\ntags: [who?, a]\n", "license: mit\ntags: [\"who?\", a]\n"),
        ("license: mit\ntags:\n- a\n- `b`\n- c\n", "license: mit\ntags:\n- a\n- \"`b`\"\n- c\n"),
        // Only Python reads it: in quotes the number would be a text, and the text would count as true.
        (
            "dataset_info:\n  splits:\n  - {name: no, num_bytes: 5, num_examples: 1_000}\n",
            "dataset_info:\n  splits:\n  - {name: \"no\", num_bytes: 5, num_examples: 1000}\n",
        ),
        (
            "configs:\n- config_name: a\n  data_files: a.csv\n  drop_labels: no\n",
            "configs:\n- config_name: a\n  data_files: a.csv\n  drop_labels: false\n",
        ),
        // An empty text is no item.
        ("license: mit\ntags: \"\"\n", "license: mit\ntags: \"\"\n"),
        // It may have been `no`.
        ("license: mit\nlanguage: [false]\n", "license: mit\nlanguage: [false]\n"),
        // Quotes would not fix it, however often.
        ("license: mit\nx: *a ,\n", "license: mit\nx: *a ,\n"),
        ("license: mit\n: x\n", "license: mit\n: x\n"),
        // A map that needs its key is not fixed by taking the key away.
        ("license: mit\nco2_eq_emissions:\n  emissions:\n", "license: mit\nco2_eq_emissions:\n  emissions:\n"),
    ] {
        let card = SourceFile::new("README.md", format!("---\n{before}---\n"));
        assert_eq!(fix(&card, &Options::default(), false).source.text, format!("---\n{after}---\n"));
    }
}

#[test]
fn a_fixed_card_stays_fixed() {
    for rule in rules::all() {
        let card = SourceFile::new(rule.good_name, rule.bad);
        for all in [false, true] {
            let once = fix(&card, &Options::default(), all);
            let again = fix(&once.source, &Options::default(), all);
            assert_eq!(again.applied, 0, "{} is never done:\n{}", rule.id, again.source.text);
            let left = once.remaining.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
            assert_eq!(left.filter(|fix| all || fix.safe).count(), 0, "{}", rule.id);
        }
    }
}

/// What a safe fix must leave alone: a fixed card is never worse, and never longer than what was put right.
#[test]
fn a_fix_that_does_not_help_is_not_offered() {
    let fixed = |text: &str| {
        let fixed = fix(&SourceFile::new("README.md", text), &Options::default(), true);
        assert!(!fixed.remaining.is_empty(), "{text}");
        fixed.source.text
    };
    for text in [
        "---\ndataset_info:\n  a: \"x\"\n      dtype: string\n---\n",
        "---\nconfigs:\n- config_name: a\n  x:\n  - <<: *<<: *base\n    path: a.csv\n---\n",
        // Without a key, the text up to the next line would be the metadata.
        "---\ntask_categories:\n---\nVoices\n---\n",
        "---\n\n---\n\n---\n",
        "---\nlicense: mit\n? \n---\n",
        // Where CR alone precedes the fence, a line below that of the license would be Markdown.
        "---\nlicense: \\m\r---\n# Voices\n",
    ] {
        assert_eq!(fixed(text), text);
    }
    // The line is a fence already.
    let found = lint(&SourceFile::new("README.md", "---\n: \r---\r: \n---\n"), &Options::default());
    let fence = found.iter().find(|each| each.rule.id == "malformed-fence").unwrap();
    assert_eq!(fence.fix, None);
}

#[test]
fn a_line_that_is_written_is_like_those_around_it() {
    let fixed = |text: &str| fix(&SourceFile::new("README.md", text), &Options::default(), true).source.text;
    let moved = "---\r\nlanguage_bcp47: [pt-BR]\r\nlanguage: pt\r\n---\r\n";
    assert_eq!(fixed("---\r\nlanguage: pt-BR\r\n---\r\n"), moved);
    assert_eq!(fixed("---\n language: pt-BR\n---\n"), "---\n language_bcp47: [pt-BR]\n language: pt\n---\n");
    assert_eq!(fixed("---\n{language: pt-BR}\n---\n"), "---\n{language: pt-BR}\n---\n");
    assert_eq!(fixed("license: mit\r\n\r\n# Voices\r\n"), "---\r\nlicense: mit\r\n---\r\n\r\n# Voices\r\n");
}

#[test]
fn a_space_is_put_behind_each_colon() {
    for (before, after) in [
        ("license:mit\nlanguage:en", "license: mit\nlanguage: en"),
        ("  pretty_name:\"x\"\n\n  x-y:z", "  pretty_name: \"x\"\n\n  x-y: z"),
        ("license:mit\nmore", "license:mit\nmore"),
        ("license:mit\nhttps://a.example", "license:mit\nhttps://a.example"),
        ("an answer:mit", "an answer:mit"),
    ] {
        let fixed = fix(&SourceFile::new("README.md", format!("---\n{before}\n---\n")), &Options::default(), true);
        assert_eq!(fixed.source.text, format!("---\n{after}\n---\n"));
    }
}

#[test]
fn no_fix_lists_a_language_twice() {
    let fixed = |text: &str| fix(&SourceFile::new("README.md", text), &Options::default(), true).source.text;
    for (wrong, right) in [
        ("language: [fr, fr-CA]", "language_bcp47: [fr-CA]\nlanguage: [fr]"),
        ("language: [fr-CA, fr-FR, fr]", "language_bcp47: [fr-CA, fr-FR]\nlanguage: [fr]"),
        ("language: [de-AT, fr-CA, fr, de]", "language_bcp47: [de-AT, fr-CA]\nlanguage: [fr, de]"),
        ("language: [fr, de-AT, fr-CA, de]", "language_bcp47: [de-AT, fr-CA]\nlanguage: [fr, de]"),
        ("language:\n- pt-BR # of Brazil\n- pt", "language_bcp47: [pt-BR]\nlanguage:\n- pt"),
        ("language: [ja, jp]", "language: [ja]"),
        ("language: [EN, en, fre, FR]", "language: [en, fr]"),
        // Other keys need what has an anchor.
        (
            "language:\n- &tag pt-BR\n- pt\ntags: [*tag]",
            "language_bcp47: [pt-BR]\nlanguage:\n- &tag pt\n- pt\ntags: [*tag]",
        ),
    ] {
        assert_eq!(fixed(&format!("---\n{wrong}\n---\n")), format!("---\n{right}\n---\n"));
    }
}

#[test]
fn the_same_mistake_in_many_lines_is_fixed() {
    let fix_all = |text: &str| fix(&SourceFile::new("README.md", text), &Options::default(), true);
    for (wrong, right) in [("-en\n", "- en\n"), ("\t- en\n", "  - en\n")] {
        let fixed = fix_all(&format!("---\nlanguage:\n{}tags: [a]\n---\n", wrong.repeat(300)));
        assert_eq!(fixed.source.text, format!("---\nlanguage:\n{}tags: [a]\n---\n", right.repeat(300)));
        assert_eq!(fixed.applied, 1, "{wrong}");
    }
    // Each of these shows only when the one before it is fixed.
    let lines = |value: &str| (0..80).map(|key| format!("k{key}: {value}\n")).collect::<String>();
    let fixed = fix_all(&format!("---\n{}---\n", lines("a: b: c")));
    assert_eq!(fixed.source.text, format!("---\n{}---\n", lines("\"a: b: c\"")));
}

#[test]
fn a_heading_ends_metadata_that_has_no_fence() {
    let fixed = |text: &str| fix(&SourceFile::new("README.md", text), &Options::default(), true).source.text;
    for below in
        ["\n# Voices\n\n- [Description](#d)\n", "\n# Voices\nNote: recorded in 2020\n", "\n## A\n\n## B\n\n  - c\n"]
    {
        assert_eq!(fixed(&format!("license: mit\n{below}")), format!("---\nlicense: mit\n---\n{below}"));
    }
    for metadata in ["license: mit\n# ours\nlanguage: en\n", "license: mit\n\n# A list:\ntags:\n\n- a\n"] {
        assert_eq!(fixed(&format!("{metadata}\n# Voices\n")), format!("---\n{metadata}---\n\n# Voices\n"));
    }
}

#[test]
fn metadata_with_a_closing_fence_gets_the_opening_one() {
    let fixed = |text: &str| fix(&SourceFile::new("README.md", text), &Options::default(), true).source.text;
    for below in ["---\n# Voices\n", "\n---\n\n# Voices\n", "---\n"] {
        assert_eq!(fixed(&format!("license: mit\n{below}")), format!("---\nlicense: mit\n{below}"));
    }
    let fixed_at_once = fix(&SourceFile::new("README.md", "---\nlicense: mit"), &Options::default(), true);
    assert_eq!((fixed_at_once.source.text.as_str(), fixed_at_once.applied), ("---\nlicense: mit\n---\n", 1));
    // Elsewhere it is a rule of Markdown.
    assert_eq!(fixed("license: mit\n# Voices\n\n---\n"), "---\nlicense: mit\n---\n# Voices\n\n---\n");
}

#[test]
fn what_is_side_by_side_is_fixed_together() {
    let text = format!("---\nlicense: mit{}\n---\n", "\u{1}".repeat(300));
    let fixed = fix(&SourceFile::new("README.md", text), &Options::default(), true);
    assert_eq!(fixed.source.text, "---\nlicense: mit\n---\n");
}

#[test]
fn fix_writes_the_card_and_says_so() {
    let folder = folder(&[("README.md", WRONG), ("other/README.md", WARNED)]);
    let ran = finish(program(folder.path()).args(["check", "--fix", "--format", "concise"]), b"");
    assert_eq!(ran.code, 0);
    assert!(ran.out.ends_with("1 fixed, 1 warning in 1 of 2 cards\n"), "{ran:?}");
    let text = fs::read_to_string(folder.path().join("README.md")).unwrap();
    assert_eq!(text, "---\nlicense: apache-2.0 # as the code\n---\n# Voices\n");
    assert_eq!(fs::read_to_string(folder.path().join("other/README.md")).unwrap(), WARNED);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn diff_passes_over_what_check_passes_over() {
    let folder = folder(&[("README.md", WRONG), ("other/README.md", "")]);
    std::fs::write(folder.path().join("other/README.md"), b"Gr\xfc\xdfe\n").unwrap();
    let ran = finish(program(folder.path()).args(["check", "--diff", "."]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, "would fix 1 problem in 1 card\n"));
    let ran = finish(program(folder.path()).args(["check", "--diff", "gone.md"]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (2, "error: gone.md: no such file or directory\n"));
}

#[test]
fn diff_shows_what_fix_would_do_and_changes_nothing() {
    let folder = folder(&[("README.md", WRONG)]);
    let ran = finish(program(folder.path()).args(["check", "--diff"]), b"");
    assert_eq!(ran.code, 1);
    assert_eq!(finish(program(folder.path()).args(["check", "--fix", "--diff"]), b"").out, ran.out);
    let diff = "--- README.md\n+++ README.md\n@@ -1,4 +1,4 @@\n ---\n-license: Apache-2.0 # as the code\n\
                +license: apache-2.0 # as the code\n ---\n # Voices\n";
    assert_eq!(ran.out, diff);
    assert_eq!(ran.err, "would fix 1 problem in 1 card\n");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), WRONG);
    finish(program(folder.path()).args(["check", "--fix"]), b"");
    let ran = finish(program(folder.path()).args(["check", "--diff"]), b"");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "nothing to fix\n"));
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = folder(&[]);
    let ran = finish(program(folder.path()).args(["check", "--fix", "-"]), WRONG.as_bytes());
    assert_eq!(ran.out, "---\nlicense: apache-2.0 # as the code\n---\n# Voices\n");
    let said = "<stdin>: fixed unknown-license: write `apache-2.0`\n1 fixed, nothing wrong in 1 card\n";
    assert_eq!((ran.code, ran.err.as_str()), (0, said));
    let ran = finish(program(folder.path()).args(["check", "--fix", "-", "README.md"]), b"");
    assert_eq!(ran.code, 2);
}

#[test]
fn each_fixed_file_and_rule_is_named_in_every_format() {
    for format in ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit"] {
        let folder = folder(&[("a/README.md", WRONG), ("b/README.md", "---\nlicense: mit\nlanguage: [EN, FR]\n---\n")]);
        let ran = finish(program(folder.path()).args(["check", "--fix", "--format", format, "."]), b"");
        let said: Vec<_> = ran.err.lines().map(|line| line.replace('\\', "/")).collect();
        let expected = [
            "a/README.md: fixed unknown-license: write `apache-2.0`",
            "b/README.md: fixed language-case: write `en`, write `fr`",
        ];
        assert_eq!(said, expected, "{format}");
        let quiet = finish(program(folder.path()).args(["check", "--fix", "--quiet", "--format", format, "."]), b"");
        assert_eq!(quiet.err, "", "{format}");
    }
}

#[test]
fn a_fix_that_would_lead_nowhere_is_not_made_and_not_offered_again() {
    for card in [
        "---\nconfigs:\n &a  data_files: data/train.csv\n  - extra\n---\n",
        "---\n: \r---\r: \n---\n",
        // With spaces instead, the first line would be deeper than the second.
        "---\n\u{a0}\u{a0}pipeline_tag: text-generation\nbase_model: voices/base\nlicense: mit\nlicense: mit\n---\n",
    ] {
        let fixed = fix(&SourceFile::new("README.md", card), &Options::default(), true);
        assert!(fixed.remaining.iter().all(|each| each.fix.is_none()), "{:?}", fixed.remaining);
        assert!(!fixed.source.text.contains("  pipeline_tag"), "{}", fixed.source.text);
    }
    // Nor where it is of one of many diagnostics, which are only counted.
    let card = format!("---\nlanguage: [{}]\nlicense: \\m\r---\n# Voices\n", vec!["zzz"; 1001].join(", "));
    let fixed = fix(&SourceFile::new("README.md", card.clone()), &Options::default(), true);
    assert_eq!(fixed.source.text, card);
    assert_eq!((fixed.omitted.fixable, fixed.omitted.suggested), (0, 0));
}

#[test]
fn lines_that_begin_with_white_space_of_several_bytes_are_indented_too() {
    for space in ["\u{a0}", "\u{2003}", "\u{2028}", "\u{3000}", "\u{85}", "\t", "# "] {
        for key in ["features:\n  - name: label\n  dtype: string", "splits:\n  name: train\n  num_bytes: 3"] {
            let card = format!("---\ndataset_info:\n  {key}\n{space}  num_examples: 4\n  extra: 1\n---\n");
            let fixed = fix(&SourceFile::new("README.md", card), &Options::default(), true);
            assert!(fixed.source.text.contains("num_examples: 4"), "{}", fixed.source.text);
            assert!(space != "# " || fixed.source.text.contains("#   num_examples: 4"), "{}", fixed.source.text);
        }
    }
}

#[test]
fn the_key_that_lines_belong_to_is_named_without_its_quotes() {
    let card = SourceFile::new("README.md", "---\n\"\u{e9}t\u{e9}\": |2\n{\n---\n");
    let found = lint(&card, &Options::default());
    let lost = found.iter().find(|each| each.rule.id == "lost-indentation").unwrap();
    assert_eq!(card.slice(lost.labels[0].at), "\u{e9}t\u{e9}");
}

#[test]
fn comments_between_a_key_and_its_lines_are_indented_with_them() {
    let card = "---\nextra_gated_fields:\n# who asks\nCompany: text\n---\n";
    let fixed = fix(&SourceFile::new("README.md", card), &Options::default(), true);
    assert_eq!(fixed.source.text, "---\nextra_gated_fields:\n  # who asks\n  Company: text\n---\n");
}

#[test]
fn the_only_key_is_not_removed() {
    let fixed = |card: &str| fix(&SourceFile::new("README.md", card), &Options::default(), true).source.text;
    assert_eq!(fixed("---\ntags:\nlicense: mit\n---\n"), "---\nlicense: mit\n---\n");
    // The text below would be the metadata.
    assert_eq!(fixed("---\ntags:\n---\n"), "---\ntags:\n---\n");
}
