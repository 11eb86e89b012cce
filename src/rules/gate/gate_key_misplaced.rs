use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A key of the gate form is nested in another key.
    ///
    /// The Hub reads `extra_gated_*` only at the left margin. Inside `dataset_info`, `configs` or another map they are
    /// passed over without a word.
    "gate-key-misplaced", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        search(entry, &entry.value, 0, findings);
    }
}

/// Deeper than this no card is written by hand.
const DEEPEST: usize = 12;

fn search(holder: &Entry, within: &Node, depth: usize, findings: &mut Findings<'_>) {
    if depth > DEEPEST {
        return;
    }
    match &within.value {
        Value::Sequence(items) => items.iter().for_each(|item| search(holder, item, depth + 1, findings)),
        Value::Mapping(entries) => {
            for entry in entries {
                let key = entry.key.key_text();
                // `key: {key}` is a placeholder of the template.
                let placeholder =
                    entries.len() == 1 && entry.value.value == Value::Null && key == holder.key.key_text();
                if super::KEYS.contains(&key.as_str()) && !placeholder {
                    findings
                        .report(
                            entry.key.span,
                            format!("`{key}` is inside `{}`, where nobody reads it", holder.key.key_text()),
                        )
                        .label(holder.key.span, "the key that holds it")
                        .help("move it, and what belongs to it, to the left margin");
                } else {
                    search(holder, &entry.value, depth + 1, findings);
                }
            }
        }
        _ => {}
    }
}
