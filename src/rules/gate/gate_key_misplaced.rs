use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A key of the gate form is nested under another key.
    ///
    /// The Hub reads `extra_gated_*` only at the top level. Inside `dataset_info`, `configs` or another mapping, they
    /// are silently ignored.
    "gate-key-misplaced", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        search(entry, &entry.value, findings);
    }
}

fn search(holder: &Entry, within: &Node, findings: &mut Findings<'_>) {
    match &within.value {
        Value::Sequence(items) => items.iter().for_each(|item| search(holder, item, findings)),
        Value::Mapping(entries) => {
            for entry in entries {
                let key = entry.key.key_text();
                // `key: {key}` is a placeholder of the template.
                let placeholder =
                    entries.len() == 1 && entry.value.value == Value::Null && key == holder.key.key_text();
                if super::FORM_KEYS.contains(&key.as_str()) && !placeholder {
                    findings
                        .report(
                            entry.key.span,
                            format!("`{key}` is nested under `{}`, where it is ignored", holder.key.key_text()),
                        )
                        .label(holder.key.span, "the key that contains it")
                        .help("move it, with everything below it, to the left margin");
                } else {
                    search(holder, &entry.value, findings);
                }
            }
        }
        _ => {}
    }
}
