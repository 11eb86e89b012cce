//! YAML as the Hub (js-yaml 4) and Python (PyYAML) read it, against what both answered to the same inputs.

use cardlint::card::{Card, RepoType};
use cardlint::lint::{Options, lint};
use cardlint::rule::diagnostic::{Diagnostic, Severity};
use cardlint::source::{SourceFile, Span};
use cardlint::yaml::{self, Node, Value};
use serde_json::{Value as Json, json};

/// What js-yaml 4.3.2 and PyYAML 6.0.3 answered; values as JSON, with `$date`, `$number`, `$map` (Python) around what
/// JSON lacks.
const CASES: &str = include_str!("data/yaml-cases.json");

/// Inputs on which the verdict differs from the recorded class, and why.
const EXCEPTIONS: [(&str, &str); 5] = [
    ("literal", "the texts differ in the line end at the end of the block only, which every card has"),
    ("fold-indent-ind", "the texts differ in the line end at the end of the block only, which every card has"),
    ("percent-line", "a card's block ends at its line `---`: what is left of it is no YAML"),
    ("alias-cycle", "both parsers build an endless value, which no Hub can store: an error"),
    ("deep2000", "nobody reads 2000 levels: PyYAML's own limit depends on the interpreter's stack"),
];

struct Case {
    id: String,
    class: String,
    input: String,
    hub: Option<Json>,
    hub_error: Option<String>,
    python: Option<Json>,
}

fn cases() -> Vec<Case> {
    let cases: Vec<serde_json::Map<String, Json>> = serde_json::from_str(CASES).unwrap();
    let text =
        |case: &serde_json::Map<String, Json>, key: &str| case.get(key).map(|text| text.as_str().unwrap().to_owned());
    cases
        .iter()
        .map(|case| Case {
            id: text(case, "id").unwrap(),
            class: text(case, "class").unwrap(),
            input: text(case, "input").unwrap(),
            hub: case.get("hub").cloned(),
            hub_error: text(case, "hub_error"),
            python: case.get("python").cloned(),
        })
        .collect()
}

fn card(yaml: &str) -> SourceFile {
    SourceFile::new("README.md", format!("---\n{yaml}\n---\n"))
}

fn diagnostics(yaml: &str) -> Vec<Diagnostic> {
    let options = Options { repo_type: Some(RepoType::Dataset), ..Options::default() };
    let mut found = lint(&card(yaml), &options);
    found.retain(|diagnostic| is_about_yaml(diagnostic.rule.id) || diagnostic.message.contains("; PyYAML reads "));
    found
}

fn is_about_yaml(rule: &str) -> bool {
    let ours = [
        "yaml-syntax",
        "duplicate-key",
        "yaml-dialects-disagree",
        "non-string-key",
        "reserved-key",
        "unknown-tag",
        "tab-between-tokens",
        "control-character",
        "line-separator",
        "impossible-date",
        "yaml-reserved-value",
        "unhashable-key",
        "long-key",
        "reused-anchor",
        "yaml-nesting",
        "oversized-metadata",
    ];
    ours.contains(&rule)
}

#[test]
fn every_recorded_input_gets_the_verdict_of_its_class() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert_eq!(cases.len(), 296);
    for case in cases.iter().filter(|case| !EXCEPTIONS.iter().any(|(id, _)| *id == case.id)) {
        let found = diagnostics(&case.input);
        let errors = || found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let says = |word: &str| errors().any(|diagnostic| diagnostic.message.contains(word));
        let right = match case.class.as_str() {
            "same" => found.is_empty(),
            "both-refuse" => errors().next().is_some(),
            "python-refuses" => says("PyYAML") && !says("the Hub rejects") && !says("the Hub and PyYAML reject"),
            "hub-refuses" => says("the Hub"),
            "different" => {
                // Of a value that the Hub rejects anyway, one diagnostic tells both.
                let differs = |diagnostic: &Diagnostic| diagnostic.message.contains("PyYAML reads ");
                found.iter().any(|diagnostic| differs(diagnostic) || diagnostic.rule.id == "non-string-key")
            }
            other => panic!("{other}"),
        };
        if !right {
            let messages: Vec<_> = found.iter().map(|d| format!("{}: {}", d.rule.id, d.message)).collect();
            wrong.push(format!("{} ({}) {:?}\n    {messages:?}", case.id, case.class, case.input));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn exceptions_are_still_exceptions() {
    for (id, reason) in EXCEPTIONS {
        assert!(cases().iter().any(|case| case.id == id), "{id}: {reason}");
    }
}

#[test]
fn the_tree_holds_what_the_hub_reads() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (Some(expected), None) = (&case.hub, &case.hub_error) else { continue };
        if ["long-line", "bang-pairs"].contains(&case.id.as_str()) {
            continue;
        }
        if expected.to_string().contains("\"$")
            && !expected.to_string().contains("\"$number")
            && !expected.to_string().contains("\"$date")
        {
            continue;
        }
        let read =
            yaml::parse(&case.input, Span::new(0, case.input.len())).root.map_or(Json::Null, |root| hub_json(&root));
        if !alike(&read, expected) {
            wrong.push(format!("{}: read {read:.300}, not {expected:.300}", case.id));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_tree_holds_what_python_reads() {
    let mut wrong = Vec::new();
    for case in cases() {
        let Some(expected) = &case.python else { continue };
        let special = ["$bytes", "$set", "$tuple", "$cycle"].iter().any(|kind| expected.to_string().contains(kind));
        let tree_is_for_the_hub = [
            "ls",
            "ps-key",
            "dup-key",
            "dup-nested",
            "dup-flow",
            "field-dup",
            "literal",
            "fold-indent-ind",
            "long-line",
        ];
        if special || tree_is_for_the_hub.contains(&case.id.as_str()) {
            continue;
        }
        let read =
            yaml::parse(&case.input, Span::new(0, case.input.len())).root.map_or(Json::Null, |root| python_json(&root));
        if !alike(&read, expected) {
            wrong.push(format!("{}: read {read:.300}, not {expected:.300}", case.id));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Refusals that the Hub words otherwise than predicted.
const WORDED_OTHERWISE: [&str; 0] = [];

#[test]
fn the_hub_refuses_in_the_predicted_words() {
    let mut wrong = Vec::new();
    for case in cases() {
        let Some(expected) = case.hub_error.filter(|_| !EXCEPTIONS.iter().any(|(id, _)| *id == case.id)) else {
            continue;
        };
        let expected = format!("Invalid YAML in README.md: {expected}");
        let answer = Card::read(card(&case.input), None).hub_answer().map(|answer| answer.text().to_owned());
        if (answer.as_deref() == Some(&expected)) == WORDED_OTHERWISE.contains(&case.id.as_str()) {
            wrong.push(format!("{}: {:?}\n  not {expected:?}", case.id, answer.unwrap_or_default()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

fn hub_json(node: &Node) -> Json {
    match &node.value {
        Value::Sequence(items) => items.iter().map(hub_json).collect(),
        Value::Mapping(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.key_text(), hub_json(&entry.value))).collect())
        }
        Value::Float(value) if !value.is_finite() => json!({ "$number": value.to_string().replace("inf", "Infinity") }),
        _ => node.to_json(),
    }
}

fn python_json(node: &Node) -> Json {
    match node.python().unwrap_or(&node.value) {
        Value::Sequence(items) => items.iter().map(python_json).collect(),
        Value::Mapping(entries) => {
            let pairs: Vec<Json> =
                entries.iter().map(|entry| json!([python_json(&entry.key), python_json(&entry.value)])).collect();
            json!({ "$map": pairs })
        }
        Value::Float(value) if !value.is_finite() => json!({ "$number": value.to_string() }),
        value => Node::new(node.span, value.clone(), node.style).to_json(),
    }
}

/// Numbers by value, dates by kind: the tree keeps a date as it is written.
fn alike(read: &Json, expected: &Json) -> bool {
    let number = |value: &Json| {
        value.as_f64().or_else(|| value.get("$number")?.as_str()?.parse().ok()).or_else(|| value.as_str()?.parse().ok())
    };
    match (read, expected) {
        (Json::Object(a), Json::Object(b)) if a.contains_key("$date") => b.contains_key("$date"),
        (Json::Object(a), Json::Object(b)) if !b.contains_key("$number") => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| alike(value, other)))
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (a, b) if a == b => true,
        (a, b) if a.is_number() || b.is_number() || b.get("$number").is_some() => match (number(a), number(b)) {
            (Some(a), Some(b)) => {
                (a - b).abs() <= a.abs() * 1e-15 || (a.is_nan() && b.is_nan()) || a.total_cmp(&b).is_eq()
            }
            _ => false,
        },
        _ => false,
    }
}

#[test]
fn a_message_names_both_values() {
    for (yaml, message) in [
        ("language: no", "the Hub reads `\"no\"`, PyYAML reads `false`"),
        ("v: 012", "the Hub reads `12`, PyYAML reads `10`"),
        ("v: 1:30", "the Hub reads `\"1:30\"`, PyYAML reads `90`"),
        ("v: 1e3", "the Hub reads `1000`, PyYAML reads `\"1e3\"`"),
        ("v: 2024-01-01", "the Hub reads `2024-01-01T00:00:00.000Z`, PyYAML reads the date `2024-01-01`"),
        (
            "v: {<<: [{name: a}, {name: b}]}",
            "two mappings with the key `name` are merged here: the Hub takes the first value, PyYAML 6.0.4 the last",
        ),
        ("v: {no: 1}", "the Hub reads the key `\"no\"`, PyYAML reads `false`"),
        ("v: {7: a, b: c}", "the Hub reads the key `\"7\"`, PyYAML reads `7`"),
        (
            "v: {0: a, 1: b, 2: c}",
            "the Hub reads the key `\"0\"` and 2 more of this mapping as strings, PyYAML reads `0`",
        ),
        (
            "v: 123456789012345678901234567890",
            "the Hub reads `1.2345678901234568e+29`, PyYAML reads `123456789012345678901234567890`",
        ),
    ] {
        let messages: Vec<_> = diagnostics(yaml).into_iter().map(|diagnostic| diagnostic.message).collect();
        assert_eq!(messages, [message], "{yaml}");
    }
}

#[test]
fn python_constructs_what_a_tag_says() {
    for (yaml, value) in [
        ("!!bool off", Value::Bool(false)),
        ("!!bool NO", Value::Bool(false)),
        ("!!bool On", Value::Bool(true)),
        ("!!float -.inf", Value::Float(f64::NEG_INFINITY)),
        ("!!float 1:30.5", Value::Float(90.5)),
        ("!!float +1_0.5", Value::Float(10.5)),
        ("!!int -1:30", Value::Int(-90)),
        ("!!int 0b11", Value::Int(3)),
        ("!!int +0x_1F", Value::Int(31)),
        ("!!int -017", Value::Int(-15)),
    ] {
        let root = yaml::parse(yaml, Span::new(0, yaml.len())).root.unwrap();
        assert_eq!(root.python().unwrap_or(&root.value), &value, "{yaml}");
    }
    let not_a_number = yaml::parse("!!float .nan", Span::new(0, 12)).root.unwrap();
    let value = not_a_number.python().unwrap_or(&not_a_number.value);
    assert!(matches!(value, Value::Float(value) if value.is_nan()), "{value:?}");
}

#[test]
fn disagreement_is_an_error_where_someone_uses_the_key() {
    assert_eq!(diagnostics("language: no")[0].severity, Severity::Error);
    assert_eq!(diagnostics("extra_gated_fields: {a: {type: select, options: [no]}}")[0].severity, Severity::Error);
    assert_eq!(diagnostics("nobody_reads_this: no")[0].severity, Severity::Warning);
}

#[test]
fn several_problems_beside_a_syntax_error_are_told() {
    let yaml = "license: mit\npretty_name: a: b\nlanguage:\n- en\n- no\nconfigs:\n- config_name: a\n  data_files: *.csv\n- config_name: b\n  data_files: \"b\nextra_gated_fields:\n  Name: text\n  I agree: yes: checkbox\n  Mail: text\nlicense: mit";
    let card = Card::read(card(yaml), None);
    let found: Vec<_> = diagnostics(yaml)
        .iter()
        .map(|diagnostic| (diagnostic.rule.id, card.source.position(diagnostic.at.start).line))
        .collect();
    assert_eq!(
        found,
        [
            ("yaml-syntax", 3),
            ("yaml-dialects-disagree", 6),
            ("yaml-syntax", 9),
            ("yaml-syntax", 11),
            ("yaml-syntax", 14),
            ("duplicate-key", 16),
        ]
    );
    let labels: Vec<_> = card.gate_form().fields.iter().map(|field| field.label.text.clone()).collect();
    assert_eq!(labels, ["Name", "Mail"]);
}

#[test]
fn spans_are_the_written_values() {
    let text = "---\nlicense: mit\nlist:\n  - \"é\"\n  - 'x'\nmap: {a: 1}\nlast: |\n  text\n---\n";
    let card = Card::read(SourceFile::new("README.md", text), None);
    let slice = |pointer: &str| card.source.slice(card.metadata.pointer(pointer).unwrap().span).to_owned();
    assert_eq!(slice("/license"), "mit");
    assert_eq!(slice("/list"), "- \"é\"\n  - 'x'");
    assert_eq!(slice("/list/0"), "\"é\"");
    assert_eq!(slice("/map"), "{a: 1}");
    assert_eq!(slice("/map/a"), "1");
    assert_eq!(slice("/last"), "|\n  text");
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        yaml.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let found = diagnostics(&yaml);
    assert_eq!(found.iter().map(|diagnostic| diagnostic.rule.id).collect::<Vec<_>>(), ["oversized-metadata"]);
}

#[test]
fn tabs_that_begin_lines_inside_brackets_trouble_python_alone() {
    let rules = |text: &str| {
        let source = SourceFile::new("README.md", text);
        lint(&source, &Options::default()).iter().map(|found| found.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(rules("---\ntags: [\n\t\"a [\",\n\tb\n]\n---\n"), ["tab-between-tokens", "tab-between-tokens"]);
    assert_eq!(rules("---\ntags: [\n\ta,\n\tb\n---\n"), ["yaml-syntax"], "the list is not closed");
    assert!(rules("---\ntags:\n\t- a\n---\n").contains(&"yaml-syntax"), "a tab indents a block");
}

#[test]
fn a_switch_gets_the_boolean_that_is_meant() {
    let source = SourceFile::new("README.md", "---\nviewer: no\n---\n");
    let found = lint(&source, &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "`viewer`: expected a boolean, found the string `\"no\"`; the Hub likely rejects it; PyYAML reads `false`"
    );
    let fix = found[0].fix.as_ref().unwrap();
    assert!(fix.safe);
    assert_eq!(fix.edits[0].text, "false");
}
