//! Each rule's two cards, or other files: the bad one breaks this rule and no other, the good one none; a fix makes the bad one quiet.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cardlint::card::RepoType;
use cardlint::lint::{example, lint};
use cardlint::rule::diagnostic::Diagnostic;
use cardlint::rule::{Check, Rule};
use cardlint::rules;
use cardlint::schema::{Shape, bundled};
use cardlint::source::SourceFile;

use crate::run::{Ran, finish, folder, program};

fn judge(text: &str) -> Vec<Diagnostic> {
    judge_by(text, rules::all().next().unwrap())
}

/// In the repo of a rule's cards, and by the configuration that the rule needs.
fn judge_by(text: &str, rule: &Rule) -> Vec<Diagnostic> {
    lint(&SourceFile::new(rule.good_name, text), &example::options(rule))
}

fn judge_bad(rule: &Rule) -> Vec<Diagnostic> {
    lint(&SourceFile::new(rule.bad_name, rule.bad), &example::options(rule))
}

fn told(diagnostics: &[Diagnostic], source: &SourceFile) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let place = source.position(diagnostic.at.start);
        let (line, column, rule) = (place.line, place.column, diagnostic.rule.id);
        let _ = writeln!(text, "{line}:{column} {:?}[{rule}] {}", diagnostic.severity, diagnostic.message);
        let _ = writeln!(text, "  at: {:?}", source.slice(diagnostic.at));
        for label in &diagnostic.labels {
            let _ = writeln!(text, "  {:?}: {}", source.slice(label.at), label.text);
        }
        let _ = diagnostic.help.as_ref().map(|help| writeln!(text, "  help: {help}"));
        let _ = diagnostic.fix.as_ref().map(|fix| writeln!(text, "  fix: {} (safe: {})", fix.title, fix.safe));
        let _ = diagnostic.hub.as_ref().map(|hub| writeln!(text, "  the Hub: {}", shortened(hub.text())));
    }
    text
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn fixed(rule: &Rule) -> Option<String> {
    let mut text = rule.bad.to_owned();
    let mut changed = false;
    for _ in 0..10 {
        let Some(fix) = judge_by(&text, rule).into_iter().find_map(|diagnostic| diagnostic.fix) else { break };
        let mut edits = fix.edits;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        changed = true;
    }
    changed.then_some(text)
}

fn snapshot(rule: &Rule, name: &str, content: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(rule.id));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file("");
    settings.bind(|| insta::assert_snapshot!(name, content));
}

#[test]
fn bad_cards_break_their_rule_and_no_other() {
    let mut others = String::new();
    for rule in rules::all() {
        let diagnostics = judge_bad(rule);
        let source = SourceFile::new("README.md", rule.bad);
        let broken: BTreeSet<_> = diagnostics.iter().map(|diagnostic| diagnostic.rule.id).collect();
        if broken != BTreeSet::from([rule.id]) {
            let _ = writeln!(others, "bad.md of {}:\n{}", rule.id, told(&diagnostics, &source));
        }
        snapshot(rule, "bad", &told(&diagnostics, &source));
    }
    assert!(others.is_empty(), "{others}");
}

#[test]
fn good_cards_are_quiet() {
    let mut loud = String::new();
    for rule in rules::all() {
        let source = SourceFile::new(rule.good_name, rule.good);
        let options = example::options_of_good(rule);
        assert_eq!(options.hub.is_some(), example::options(rule).hub.is_some(), "{}", rule.id);
        let diagnostics = lint(&source, &options);
        if !diagnostics.is_empty() {
            let _ = writeln!(loud, "good.md of {}:\n{}", rule.id, told(&diagnostics, &source));
        }
    }
    assert!(loud.is_empty(), "{loud}");
}

#[test]
fn fixed_cards_are_quiet() {
    for rule in rules::all() {
        let Some(text) = fixed(rule) else { continue };
        let source = SourceFile::new("README.md", text.clone());
        let left: Vec<_> = judge_by(&text, rule).into_iter().filter(|diagnostic| diagnostic.fix.is_some()).collect();
        assert!(left.is_empty(), "the fix of {} does not end:\n{}\n{text}", rule.id, told(&left, &source));
        snapshot(rule, "fixed", &text);
    }
}

#[test]
fn a_mistake_is_told_once() {
    let gate = |field: &str| format!("extra_gated_fields:\n  Day: {field}");
    for (rules, yaml) in [
        ("metadata-shape", "viewer: no"),
        ("metadata-shape", "inference: off\npipeline_tag: text-generation"),
        ("metadata-shape", "pretty_name: 2024-01-01"),
        ("metadata-shape", "pretty_name: 2024-02-30"),
        ("metadata-shape", "license: [{name: mit}]"),
        ("yaml-dialects-disagree", "extra_gated_eu_disallowed: yes"),
        ("unknown-language", "language: NO WAY"),
        ("language-case", "language: No"),
        ("gate-field-type", &gate("2024-01-01")),
        ("gate-field-type", &gate("yes")),
        ("gate-select-option", &gate("{type: select, options: [2024-01-01, Other]}")),
        ("gate-field-type", &gate("{type: Select, options: [a, b]}")),
        ("gate-select-without-options", &gate("{type: select, choices: [a, b]}")),
        ("template-left-over", "license: {{ license }}"),
        ("template-left-over", "extra_gated_prompt: {extra_gated_prompt}"),
        (
            "several-default-configs",
            "configs: [{config_name: a, data_files: data/train.csv, default: true}, \
             {config_name: b, data_files: data/test.csv, default: 'false'}]",
        ),
        ("unknown-language", "language: '[More Information Needed]'"),
        ("yaml-syntax", "license: mit\n{{ card_data }}"),
        ("yaml-syntax", "configs:\n- config_name en\n  data_files: data/train.csv"),
        ("yaml-syntax", "license:\nmit\nlanguage: en"),
        ("yaml-syntax", "language:\n-en\n-de\nlicense: mit"),
        ("yaml-syntax", "tags:\n\t- a\nlicense: mit"),
    ] {
        let card = format!("---\n{yaml}\n---\n");
        let told: Vec<_> = judge(&card).iter().map(|diagnostic| diagnostic.rule.id).collect();
        assert_eq!(told, [rules], "{yaml}");
    }
    for rule in rules::all() {
        let diagnostics = judge_bad(rule);
        for (index, one) in diagnostics.iter().enumerate() {
            for other in &diagnostics[index + 1..] {
                let edits = |diagnostic: &Diagnostic| diagnostic.fix.as_ref().map(|fix| fix.edits.clone());
                let same_fix = edits(one).is_some() && edits(one) == edits(other);
                assert!(one.at != other.at && !same_fix, "{}: {} / {}", rule.id, one.message, other.message);
            }
        }
    }
}

#[test]
fn a_rule_that_is_ignored_hides_no_other() {
    let ran = check("---\nviewer: no\n---\n", "metadata-shape");
    assert!(ran.out.contains("[yaml-dialects-disagree]"), "{}", ran.out);
    assert_eq!(check("---\nviewer: no\n---\n", "metadata-shape,yaml-dialects-disagree").code, 0);
}

fn check(text: &str, ignored: &str) -> Ran {
    let folder = folder(&[("README.md", text)]);
    finish(program(folder.path()).args(["check", "--ignore", ignored]), b"")
}

#[test]
fn every_rule_says_what_to_do() {
    let mut silent = String::new();
    for rule in rules::all() {
        for diagnostic in judge_bad(rule).iter().filter(|diagnostic| diagnostic.rule.id == rule.id) {
            let message = &diagnostic.message;
            let honest = diagnostic.likely == message.contains("likely");
            let plain =
                !["schema", "anyOf", "oneOf"].iter().any(|word| message.contains(word)) && !message.ends_with('.');
            let helpful = diagnostic.help.is_some() || diagnostic.fix.is_some();
            if !(honest && plain && helpful) {
                let told = format!("likely told: {honest}, plain: {plain}, says what to do: {helpful}");
                let _ = writeln!(silent, "{}: {message} ({told})", rule.id);
            }
        }
    }
    assert!(silent.is_empty(), "{silent}");
}

#[test]
fn folders_are_named_after_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let folders: BTreeSet<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders, rules::all().map(|rule| rule.id.to_owned()).collect());
}

#[test]
fn schemas_and_rules_name_each_other() {
    let mut named = BTreeSet::new();
    for repo_type in [RepoType::Dataset, RepoType::Model, RepoType::Space] {
        collect(&bundled(repo_type), &mut named);
    }
    for shape in [Shape::EvalResults, Shape::Benchmark] {
        collect(&bundled(shape), &mut named);
    }
    let checked: BTreeSet<_> = rules::all()
        .filter(|rule| matches!(rule.check, Check::Schema | Check::SchemaWith(_)))
        .map(|rule| rule.id.to_owned())
        .collect();
    assert_eq!(named, checked);
}

fn collect(schema: &serde_json::Value, named: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            match map.get("x-rule") {
                Some(serde_json::Value::String(rule)) => _ = named.insert(rule.clone()),
                Some(serde_json::Value::Object(kinds)) => {
                    named.extend(kinds.values().filter_map(|rule| rule.as_str().map(str::to_owned)));
                }
                _ => {}
            }
            map.values().for_each(|value| collect(value, named));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, named)),
        _ => {}
    }
}
