use std::collections::HashMap;

use super::kinds;
use crate::card::Card;
use crate::lint::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// The names of a class label are not complete, or not distinct.
    ///
    /// They are a list, or a map from `'0'` up to the last number without a gap, each name once. The datasets library
    /// stops with an error otherwise.
    "class-label-names", Error, predicts: [Datasets], evidence: "datasets 5.2.0 ClassLabel", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in kinds::all(card) {
        let Some(first) = kind.entries.first() else { continue };
        if kinds::class(&first.key.key_text()) != Some("ClassLabel") || !matches!(first.value.value, Value::Mapping(_))
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
            Some((_, Value::Sequence(items))) => distinct(items, findings),
            Some((_, Value::Mapping(entries))) => {
                let keys: Vec<_> = entries.iter().map(|entry| &entry.key).collect();
                if numbered(&keys, findings) {
                    distinct(entries.iter().map(|entry| &entry.value), findings);
                }
            }
            Some((_, Value::String(_))) => {}
            Some((names, _)) => {
                findings.report(names.span, "`names` must be a list").help("list them: `names: [negative, positive]`");
            }
        }
    }
}

/// Whether the keys are the numbers from 0 on, each once.
fn numbered(keys: &[&Node], findings: &mut Findings<'_>) -> bool {
    let mut seen = vec![None; keys.len()];
    for key in keys {
        let text = key.key_text();
        let Ok(number) = text.trim().parse::<i64>() else {
            findings
                .report(key.span, format!("`{text}` is no number of a class"))
                .help("write a list of names, or a map from `'0'`, `'1'`, … to the names");
            return false;
        };
        let slot = usize::try_from(number).ok().and_then(|index| seen.get_mut(index));
        match slot {
            Some(slot @ None) => *slot = Some(key.span),
            Some(Some(other)) => {
                let other: Span = *other;
                findings
                    .report(key.span, format!("the class {number} is there twice"))
                    .label(other, "the first one")
                    .help("number the classes from 0 on, each once");
                return false;
            }
            None => {
                findings
                    .report(
                        key.span,
                        format!("the class {number} is too high for {} classes: some number is missing", keys.len()),
                    )
                    .help("number the classes from 0 on without a gap");
                return false;
            }
        }
    }
    true
}

fn distinct<'a>(names: impl IntoIterator<Item = &'a Node>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for name in names {
        let text = name.key_text();
        if let Some(first) = seen.insert(text.clone(), name.span) {
            findings
                .report(name.span, format!("the class `{text}` is there twice"))
                .label(first, "the first one")
                .help("give each class a name of its own");
        }
    }
}
