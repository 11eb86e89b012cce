use std::collections::{BTreeMap, HashMap, HashSet};

use super::feature_kind_table;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// The names of a class label are not complete, or not distinct.
    ///
    /// They are a list, or a map from `'0'` up to the last number without a gap, each name once. The datasets library
    /// stops with an error otherwise. Of a name that is no text it takes what Python prints.
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
                    .report(first.key.span, "a class label without `names`")
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
                    findings.report(names.span, "`names` is one text, of which each letter is read as a class");
                diagnostic.help("list them: `names: [negative, positive]`");
                // Only what is there twice stops the library.
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
                .report(key.span, format!("`{text}` is no number of a class"))
                .help("write a list of names, or a map from `'0'`, `'1'`, … to the names");
            return false;
        };
        if let Some(first) = seen.insert(number, key.span) {
            findings
                .report(key.span, format!("the class {number} is there twice"))
                .label(first, "the first one")
                .help("number the classes from 0 on, each once");
            return false;
        }
    }
    let gap = (0..).zip(&seen).find(|(wanted, (number, _))| wanted != *number);
    if let Some((wanted, (number, at))) = gap {
        let message = match *number {
            ..0 => format!("there can be no class {number}"),
            _ => format!("the class {wanted} is missing"),
        };
        findings.report(*at, message).help("number the classes from 0 on without a gap");
    }
    gap.is_none()
}

fn distinct<'a>(card: &Card, names: impl IntoIterator<Item = &'a Node>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for name in names {
        let other = match name.value {
            Value::Null => Some("nothing"),
            Value::Sequence(_) => Some("a list"),
            Value::Mapping(_) => Some("a map"),
            _ => None,
        };
        // Of what no parser takes there is nothing more to say.
        if let Some(other) = other.filter(|_| card.problems.is_empty()) {
            let help = match name.entries() {
                [one] if one.value.as_str().is_some() => "write the name alone; numbers stand in a map, without `- `",
                _ => "write one name",
            };
            findings
                .report(
                    name.span,
                    format!("the name of a class must be text, not {other}: Python would print it as the name"),
                )
                .severity(Severity::Warning)
                .help(help);
            continue;
        }
        let text = name.key_text();
        if matches!(name.value, Value::Timestamp(_)) {
            findings
                .report(name.span, format!("`{text}` is a date, and the name of a class must be text"))
                .help(format!("quote it: `\"{text}\"`"));
        }
        if let Some(first) = seen.insert(text.clone(), name.span) {
            findings
                .report(name.span, format!("the class `{text}` is there twice"))
                .label(first, "the first one")
                .help("give each class a name of its own");
        }
    }
}
