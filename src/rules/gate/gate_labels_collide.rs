use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// Two fields of the gate form have labels that differ only in case or blanks.
    ///
    /// The label is the key of the stored answer. Two keys that look alike are two columns that get mixed up when the
    /// access report is read.
    "gate-labels-collide", Warning, predicts: [Reader], evidence: "huggingface_hub AccessRequest.fields", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, &Node> = HashMap::new();
    for field in super::fields(card) {
        let label = field.key.key_text();
        if label.trim().is_empty() {
            continue;
        }
        let plain = label.chars().filter(|each| !each.is_whitespace()).flat_map(char::to_lowercase).collect();
        let first = *seen.entry(plain).or_insert(&field.key);
        if first.key_text() != label {
            findings
                .report(
                    field.key.span,
                    format!("the label `{label}` differs from `{}` only in case or blanks", first.key_text()),
                )
                .label(first.span, "the other label")
                .help("remove one of the fields, or ask in other words");
        }
    }
}
