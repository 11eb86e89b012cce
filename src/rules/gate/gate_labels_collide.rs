use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// Two labels of the gate form differ only in case or whitespace.
    ///
    /// The label is the key of the stored answer. Two keys that look alike are two columns that are easily mixed up in
    /// the access report.
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
                    format!("the label `{label}` differs from `{}` only in case or whitespace", first.key_text()),
                )
                .label(first.span, "the other label")
                .help("remove one of the fields, or reword its label");
        }
    }
}
