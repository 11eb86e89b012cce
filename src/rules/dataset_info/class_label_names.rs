use std::collections::{BTreeMap, HashMap, HashSet};

use super::feature_kind_table;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// The names of a class label are incomplete, or not distinct.
    ///
    /// They are a list, or a mapping from `'0'` up to the last number without a gap, and each name is unique. Otherwise
    /// `datasets` raises an error. For a name that is not a string, it uses what Python prints.
    "class-label-names", Error, predicts: [Datasets], evidence: "datasets 5.2.0 ClassLabel", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in feature_kind_table::all(card) {
        let Some(first) = kind.entries.first() else { continue };
        if feature_kind_table::class(&first.key.key_text()) != Some("ClassLabel")
            || !matches!(first.value.value, Value::Mapping(_))
        {
            continue;
        }
        let names = first.value.get("names");
        match names.map(|names| (names, &names.value)) {
            None | Some((_, Value::Null)) => {
                findings
                    .report(first.key.span, "missing `names` in a class label")
                    .help("list them: `names: [negative, positive]`");
            }
            Some((_, Value::Sequence(items))) => distinct(card, items, findings),
            Some((_, Value::Mapping(entries))) => {
                let keys: Vec<_> = entries.iter().map(|entry| &entry.key).collect();
                if numbered(&keys, findings) {
                    distinct(card, entries.iter().map(|entry| &entry.value), findings);
                }
            }
            Some((names, Value::String(text))) => {
                let letters: HashSet<_> = text.chars().collect();
                let diagnostic =
                    findings.report(names.span, "`names` is a string: each of its characters is read as a class");
                diagnostic.help("list them: `names: [negative, positive]`");
                // Only duplicates raise an error.
                if letters.len() == text.chars().count() {
                    diagnostic.severity(Severity::Warning);
                }
            }
            Some((names, _)) => {
                findings.report(names.span, "`names` must be a list").help("list them: `names: [negative, positive]`");
            }
        }
    }
}

/// Whether the keys are the numbers from 0 on, each once.
fn numbered(keys: &[&Node], findings: &mut Findings<'_>) -> bool {
    let mut seen: BTreeMap<i64, Span> = BTreeMap::new();
    for key in keys {
        let text = key.key_text();
        let Ok(number) = text.trim().parse::<i64>() else {
            findings
                .report(key.span, format!("`{text}` is not a class number"))
                .help("write a list of names, or a mapping from `'0'`, `'1'`, … to the names");
            return false;
        };
        if let Some(first) = seen.insert(number, key.span) {
            findings
                .report(key.span, format!("duplicate class number {number}"))
                .label(first, "first used here")
                .help("number the classes 0, 1, 2, …, each once");
            return false;
        }
    }
    let gap = (0..).zip(&seen).find(|(wanted, (number, _))| wanted != *number);
    if let Some((wanted, (number, at))) = gap {
        let message = match *number {
            ..0 => format!("class number {number} is negative"),
            _ => format!("missing class number {wanted}"),
        };
        findings.report(*at, message).help("number the classes 0, 1, 2, … without a gap");
    }
    gap.is_none()
}

fn distinct<'a>(card: &Card, names: impl IntoIterator<Item = &'a Node>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for name in names {
        let other = match name.value {
            Value::Null => Some("nothing"),
            Value::Sequence(_) => Some("a list"),
            Value::Mapping(_) => Some("a mapping"),
            _ => None,
        };
        // A card that no parser accepts is reported elsewhere.
        if let Some(other) = other.filter(|_| card.problems.is_empty()) {
            let help = match name.entries() {
                [one] if one.value.as_str().is_some() => {
                    "write only the name; for numbers, write a mapping, without `- `"
                }
                _ => "write one name",
            };
            findings
                .report(
                    name.span,
                    format!(
                        "class name: expected a string, found {other} (its Python representation becomes the name)"
                    ),
                )
                .severity(Severity::Warning)
                .help(help);
            continue;
        }
        let text = name.key_text();
        if matches!(name.value, Value::Timestamp(_)) {
            findings
                .report(name.span, format!("class name: expected a string, found the date `{text}`"))
                .help(format!("quote it: `\"{text}\"`"));
        }
        // `datasets` compares them as Python writes them.
        let name_of_class = match name.value {
            Value::Bool(truth) => if truth { "True" } else { "False" }.to_owned(),
            Value::Float(number) => format!("{number:?}"),
            _ => text.clone(),
        };
        if let Some(first) = seen.insert(name_of_class, name.span) {
            findings
                .report(name.span, format!("duplicate class name `{text}`"))
                .label(first, "first used here")
                .help("rename or remove one of them");
        }
    }
}
