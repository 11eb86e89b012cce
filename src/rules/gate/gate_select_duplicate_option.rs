use std::collections::HashMap;

use crate::card::Card;
use crate::gate::{FieldKind, GateForm};
use crate::rule::{Check, Findings, rule};
use crate::source::Span;

rule! {
    /// Two options of a `select` have the same label, or store the same value.
    ///
    /// Readers cannot tell options with the same label apart, and the access report cannot tell which of two options
    /// with the same value was chosen.
    "gate-select-duplicate-option", Warning, predicts: [Reader], evidence: "huggingface_hub AccessRequest.fields holds the values", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in GateForm::read(&card.metadata).fields {
        let FieldKind::Select(options) = field.kind else { continue };
        let mut labels: HashMap<String, Span> = HashMap::new();
        let mut values: HashMap<String, Span> = HashMap::new();
        for option in options {
            let (same, what) = match (labels.get(&option.label), values.get(&option.value)) {
                (Some(same), _) => (*same, format!("duplicate option `{}`", option.label)),
                (None, Some(same)) => (*same, format!("duplicate option value `{}`", option.value)),
                (None, None) => {
                    labels.insert(option.label, option.span);
                    values.insert(option.value, option.span);
                    continue;
                }
            };
            findings.report(option.span, what).label(same, "first used here").help("remove one of them, or rename it");
        }
    }
}
