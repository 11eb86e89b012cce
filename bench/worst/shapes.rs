//! Cards of one shape each, as long as one likes: what an author, or a machine, can write to keep a reader busy.

use std::fmt::Write;

/// The name of a shape, and the card of it that has so many of whatever it is about.
pub(crate) type Shape = (&'static str, fn(usize) -> String);

/// Every shape.
pub(crate) const SHAPES: &[Shape] = &[
    ("keys", |n| lines("", n, |i| format!("key{i}: v"))),
    ("keys-without-values", |n| lines("", n, |i| format!("key{i}:"))),
    ("keys-nearly-known", |n| lines("", n, |i| format!("licens{i}: v"))),
    ("same-key", |n| lines("", n, |_| "license: mit".to_owned())),
    ("numbers-as-keys", |n| lines("dataset_info:\n  x:\n", n, |i| format!("    {i}: a"))),
    ("dates", |n| lines("tags:\n", n, |i| format!("- 2020-01-{:02}", i % 28 + 1))),
    ("words-that-differ", |n| lines("tags:\n", n, |_| "- yes".to_owned())),
    ("no-key", |n| lines("", n, |_| ": v".to_owned())),
    ("templates-as-keys", |n| lines("", n, |i| format!("{{{{ a{i} }}}}: v"))),
    ("wrong-field-types", |n| lines("extra_gated_fields:\n", n, |i| format!("  f{i}: txt"))),
    ("fields-without-types", |n| lines("extra_gated_fields:\n", n, |i| format!("  f{i}:"))),
    ("keys-of-a-field", |n| lines("extra_gated_fields:\n  f:\n    type: text\n", n, |i| format!("    typ{i}: a"))),
    ("labels-that-collide", |n| {
        lines("extra_gated_fields:\n", n, |i| format!("  f{}a{}: text", " ".repeat(i % 9), i / 9))
    }),
    ("same-option", |n| {
        lines("extra_gated_fields:\n  f:\n    type: select\n    options:\n", n, |_| "    - a".to_owned())
    }),
    ("countries", |n| {
        lines("extra_gated_fields:\n  country:\n    type: select\n    options:\n", n, |i| format!("    - X{i}"))
    }),
    ("a-list-of-fields", |n| lines("extra_gated_fields:\n", n, |i| format!("- f{i}: text"))),
    ("flow-pairs", |n| card(&format!("tags: [{}]\n", items(n, |i| format!("a{i}: b"))))),
    ("flow-list", |n| card(&format!("tags: [{}]\n", items(n, |i| format!("a{i}"))))),
    ("flow-list-in-a-list", |n| card(&format!("tags: [[{}]]\n", items(n, |i| format!("a{i}"))))),
    ("flow-numbers", |n| card(&format!("tags: [{}]\n", items(n, |i| format!("{i}"))))),
    ("flow-map", |n| card(&format!("x: {{{}}}\n", items(n, |i| format!("a{i}: b"))))),
    ("flow-keys-without-values", |n| card(&format!("extra_gated_fields: {{{}}}\n", items(n, |i| format!("a{i}"))))),
    ("flow-same-key", |n| card(&format!("x: {{{}}}\n", items(n, |_| "a: b".to_owned())))),
    ("flow-lines-at-the-margin", |n| card(&format!("tags: [{}]\n", items(n, |i| format!("a\nb{i}"))))),
    ("colons-without-a-space", |n| card(&format!("x: [{}]\n", items(n, |_| "{a:[b]}".to_owned())))),
    ("comments-without-a-space", |n| card(&format!("x: [\n{}]\n", items(n, |_| "[a]#c\n".to_owned())))),
    ("tabs-in-brackets", |n| card(&format!("x: [\n{}]\n", items(n, |_| "\ta\n".to_owned())))),
    ("suppressions", |n| lines("tags:\n", n, |_| "- x # cardlint: ignore[unknown-license]".to_owned())),
    ("suppressions-that-silence", |n| {
        lines("language:\n", n, |_| "- zzz # cardlint: ignore[unknown-language]".to_owned())
    }),
    ("suppressions-alone", |n| lines("", n, |_| "# cardlint: ignore[unknown-license]".to_owned())),
    ("suppressions-of-no-rule", |n| lines("tags:\n", n, |_| "- x # cardlint: ignore[unknown-licens]".to_owned())),
    ("names-in-a-suppression", |n| {
        card(&format!("license: mit # cardlint: ignore[{}]\n", items(n, |_| "null-value".to_owned())))
    }),
    ("comments", |n| lines("", n, |_| "#".to_owned())),
    ("comments-behind-values", |n| lines("tags:\n", n, |_| "- a # b".to_owned())),
    ("conflicts", |n| lines("", n, |i| format!("<<<<<<< HEAD\na{i}: 1\n=======\na{i}: 2\n>>>>>>> b"))),
    ("carriage-returns", |n| card(&format!("tags:\r{}", rows(n, "\r", |i| format!("- a{i}"))))),
    ("carriage-returns-and-errors", |n| card(&format!("language:\r{}", rows(n, "\r", |_| "- zzz".to_owned())))),
    ("carriage-returns-everywhere", |n| card(&lines("tags:\n", n, |i| format!("- a{i}"))).replace('\n', "\r")),
    ("merges", |n| card(&format!("a: &a {{x: 1}}\nb:\n{}", rows(n, "\n", |_| "  <<: *a".to_owned())))),
    ("merged-keys", |n| card(&format!("a: &a {{{}}}\nb:\n  <<: *a\n", items(n, |i| format!("k{i}: v"))))),
    ("merges-into-keys", |n| {
        card(&format!("a: &a {{x: 1}}\nb:\n  <<: *a\n{}", rows(n, "\n", |i| format!("  k{i}: v"))))
    }),
    ("merges-of-nothing", |n| lines("b:\n", n, |_| "  <<: 1".to_owned())),
    ("anchors", |n| lines("tags:\n", n, |i| format!("- &a{i} x"))),
    ("same-anchor", |n| lines("tags:\n", n, |_| "- &a x".to_owned())),
    ("aliases", |n| lines("a: &a x\ntags:\n", n, |_| "- *a".to_owned())),
    ("aliases-of-a-list", |n| {
        card(&format!("a: &a [{}]\ntags:\n{}", items(n, |_| "x".to_owned()), rows(n, "\n", |_| "- *a".to_owned())))
    }),
    ("aliases-of-a-text", |n| {
        card(&format!("a: &a {}\ntags:\n{}", "x".repeat(n), rows(n, "\n", |_| "- *a".to_owned())))
    }),
    ("aliases-of-nothing", |n| lines("tags:\n", n, |i| format!("- *a{i}"))),
    ("aliases-beside-an-error", |n| {
        card(&format!("x\na: &a [x,x,x]\n{}{}", doubled_aliases(), rows(n, "\n", |i| format!("k{i}: [*j]"))))
    }),
    ("nested-anchors", |n| {
        card(&format!(
            "{}x: {}[{}]{}\n",
            "",
            (0..90).fold(String::new(), |open, i| format!("{open}&n{i} [")),
            items(n, |_| "a".to_owned()),
            "]".repeat(90)
        ))
    }),
    ("tabs", |n| card(&format!("x:{}a\n", "\t".repeat(n)))),
    ("tabs-and-spaces", |n| card(&format!("x:{}a\n", "\t ".repeat(n)))),
    ("tabs-between-items", |n| card(&format!("x: [{}]\n", items(n, |_| "a\t".to_owned())))),
    ("tabs-that-indent", |n| lines("tags:\n", n, |i| format!("\tk{i}: v"))),
    ("control-characters", |n| card(&format!("x: {}\n", "\u{1}a".repeat(n)))),
    ("line-separators", |n| card(&format!("x: \"{}\"{}\n", "a\u{2028}".repeat(n), " ".repeat(n)))),
    ("spaces", |n| card(&format!("x: {}a\n{}", " ".repeat(n), "\n".repeat(n)))),
    ("indented-far", |n| card(&format!("x:\n{0}- [{1}]\n", " ".repeat(n), items(n, |_| "a".to_owned())))),
    ("tags-in-brackets", |n| card(&format!("x: [{}]\n", items(n, |_| "!a".to_owned()).replace(", ", ",")))),
    ("tagged", |n| lines("tags:\n", n, |_| "- !!int a".to_owned())),
    ("tagged-nothing", |n| card(&format!("x: [{}]\n", items(n, |_| "!!null".to_owned())))),
    ("languages", |n| lines("language:\n", n, |_| "- zzz".to_owned())),
    ("languages-with-regions", |n| lines("language:\n", n, |_| "- en-US".to_owned())),
    ("languages-by-name", |n| lines("language:\n", n, |_| "- English".to_owned())),
    ("languages-in-a-line", |n| card(&format!("language: {}\n", items(n, |_| "English".to_owned())))),
    ("licenses", |n| lines("license:\n", n, |i| format!("- apache{i}"))),
    ("licenses-in-a-line", |n| card(&format!("license: {}\n", items(n, |_| "mit".to_owned())))),
    ("nulls-in-a-list", |n| lines("tags:\n", n, |_| "-".to_owned())),
    ("tasks", |n| lines("task_categories:\n", n, |i| format!("- text-clasification{i}"))),
    ("sources", |n| lines("source_datasets:\n", n, |_| "- https://huggingface.co/datasets/a/b".to_owned())),
    ("configs", |n| lines("configs:\n", n, |i| format!("- {{config_name: c{i}, data_files: a.csv}}"))),
    ("default-configs", |n| {
        lines("configs:\n", n, |i| format!("- {{config_name: c{i}, data_files: a.csv, default: true}}"))
    }),
    ("same-config", |n| lines("configs:\n", n, |_| "- {config_name: c, data_files: a.csv}".to_owned())),
    ("keys-of-a-config", |n| lines("configs:\n- config_name: c\n", n, |i| format!("  data_file{i}: a.csv"))),
    ("wrong-data-files", |n| {
        lines("configs:\n", n, |i| format!("- {{config_name: c{i}, data_files: [{{split: train, path: 1}}]}}"))
    }),
    ("data-files-as-maps", |n| {
        lines("configs:\n", n, |i| format!("- config_name: c{i}\n  data_files:\n    train: a.csv\n    test: b.csv"))
    }),
    ("splits", |n| {
        lines("configs:\n- config_name: c\n  data_files:\n", n, |i| format!("  - {{split: s-{i}, path: a.csv}}"))
    }),
    ("same-split", |n| {
        lines("configs:\n- config_name: c\n  data_files:\n", n, |_| "  - {split: train, path: a.csv}".to_owned())
    }),
    ("infos-of-no-config", |n| {
        card(&format!(
            "configs:\n{}dataset_info:\n{}",
            rows(n, "\n", |i| format!("- {{config_name: config{i}, data_files: a.csv}}")),
            rows(n, "\n", |i| format!("- {{config_name: config{}, features: [{{name: a, dtype: string}}]}}", i + n)),
        ))
    }),
    ("infos-of-one-config", |n| {
        card(&format!(
            "configs:\n- config_name: a\n  data_files:\n{}dataset_info:\n{}",
            rows(n, "\n", |i| format!("  - {{split: s{i}, path: a.csv}}")),
            rows(n, "\n", |_| "- {config_name: a, splits: [{name: x, num_bytes: 1, num_examples: 1}]}".to_owned()),
        ))
    }),
    ("splits-that-disagree", |n| {
        card(&format!(
            "configs:\n- config_name: default\n  data_files:\n{}dataset_info:\n  splits:\n{}",
            rows(n, "\n", |i| format!("  - {{split: s{i}, path: a.csv}}")),
            rows(n, "\n", |i| format!("  - {{name: t{i}, num_bytes: 1, num_examples: 1}}")),
        ))
    }),
    ("features", |n| lines("dataset_info:\n  features:\n", n, |i| format!("  - {{name: f{i}, dtype: strin}}"))),
    ("features-of-no-kind", |n| {
        lines("dataset_info:\n  features:\n", n, |i| format!("  - {{name: f{i}, dtyp: string}}"))
    }),
    ("same-feature", |n| lines("dataset_info:\n  features:\n", n, |_| "  - {name: f, dtype: string}".to_owned())),
    ("keys-of-an-info", |n| lines("dataset_info:\n", n, |i| format!("  split{i}: a"))),
    ("same-class", |n| {
        card(&format!(
            "dataset_info:\n  features:\n  - name: f\n    dtype:\n      class_label:\n        names:\n{}",
            rows(n, "\n", |i| format!("          '{i}': a"))
        ))
    }),
    ("results", |n| {
        lines("model-index:\n- name: m\n  results:\n", n, |_| "  - {task: {type: x}, dataset: {type: y}}".to_owned())
    }),
    ("colons-in-values", |n| lines("", n, |i| format!("k{i}: a: b"))),
    ("lines-without-a-colon", |n| lines("license: mit\n", n, |_| "word\nk: v".to_owned())),
    ("colons-without-a-value", |n| lines("license: mit\n", n, |i| format!("k{i}:v\nl{i}: v"))),
    ("open-brackets", |n| lines("license: mit\n", n, |i| format!("k{i}: [a"))),
    ("lines-that-begin-with-a-bracket", |n| lines("license: mit\n", n, |i| format!("[a\nk{i}: v"))),
    ("open-quotes", |n| lines("license: mit\n", n, |i| format!("k{i}: \"a"))),
    ("text-behind-quotes", |n| lines("license: mit\n", n, |i| format!("k{i}: \"a\" b"))),
    ("text-behind-brackets", |n| lines("license: mit\n", n, |i| format!("k{i}: [a] b: c"))),
    ("escapes", |n| lines("license: mit\n", n, |i| format!("k{i}: \"\\d\""))),
    ("escapes-in-a-text", |n| card(&format!("k: \"{}\"\n", "\\d".repeat(n)))),
    ("block-headers", |n| lines("license: mit\n", n, |i| format!("k{i}: |a"))),
    ("items-without-a-space", |n| lines("tags:\n", n, |i| format!("-a{i}"))),
    ("outdented", |n| lines("x:\n    a: b\n", n, |i| format!("  k{i}: v"))),
    ("indented-more-and-more", |n| lines("x:\n", n, |i| format!("{}- k{i}: a: b", "  ".repeat(i % 40)))),
    ("backticks", |n| lines("tags:\n", n, |_| "- `a`".to_owned())),
    ("documents", |n| lines("", n, |i| format!("a{i}: b\n--- # x"))),
    ("fences-in-the-text", |n| format!("---\nlicense: mit\n---\n{}", "---\n".repeat(n))),
    ("no-fence-at-the-end", |n| format!("---\n{}", rows(n, "\n", |i| format!("key{i}: v")))),
    ("no-fences", |n| rows(n, "\n", |i| format!("license{i}: v"))),
    ("text-before-the-fence", |n| format!("# x\n---\n{}---\n", rows(n, "\n", |_| "license: mit".to_owned()))),
    ("text-only", |n| "a word and another\n".repeat(n)),
    ("a-long-text", |n| card(&format!("x: |\n{}", "  a line of text\n".repeat(n)))),
    ("a-long-line", |n| card(&format!("x: {}\n", "word ".repeat(n)))),
    ("a-long-prompt", |n| card(&format!("extra_gated_prompt: {}\n", "I ".repeat(n)))),
    ("a-long-key", |n| card(&format!("{}: v\n", "word ".repeat(n)))),
    ("errors-below-a-long-key", |n| {
        card(&format!(
            "extra_gated_fields:\n  {}:\n    type: select\n    options: [{}]\n",
            "word ".repeat(n),
            items(n, |_| "1".to_owned())
        ))
    }),
    ("brackets", |n| card(&format!("x: {}\n", "[".repeat(n)))),
    ("deep", |n| lines("", n, |i| format!("k{i}: {}a{}", "[".repeat(90), "]".repeat(90)))),
    ("wide-characters", |n| card(&format!("language: [{}]\n", items(n, |_| "日本語".to_owned())))),
];

fn doubled_aliases() -> String {
    let letters: Vec<char> = ('a'..='j').collect();
    letters.windows(2).map(|pair| format!("{1}: &{1} [*{0},*{0},*{0},*{0}]\n", pair[0], pair[1])).collect()
}

fn card(block: &str) -> String {
    format!("---\n{block}---\n# Voices\n")
}

fn lines(head: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    card(&format!("{head}{}", rows(count, "\n", line)))
}

fn rows(count: usize, end: &str, line: impl Fn(usize) -> String) -> String {
    let mut rows = String::new();
    for index in 0..count {
        let _ = write!(rows, "{}{end}", line(index));
    }
    rows
}

fn items(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(", ")
}
