use std::collections::HashMap;

use crate::card::Card;
use crate::gate::{FieldKind, GateForm};
use crate::rule::{Check, Findings, rule};
use crate::source::Span;

rule! {
    /// Two options of a `select` show the same text, or store the same value.
    ///
    /// Of two options that look alike a reader cannot tell which to take, and of two with one value the access report
    /// cannot tell which was taken.
    "gate-select-duplicate-option", Warning, predicts: [Reader], evidence: "answers are stored by value", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in GateForm::read(&card.metadata).fields {
        let FieldKind::Select(options) = field.kind else { continue };
        let mut labels: HashMap<String, Span> = HashMap::new();
        let mut values: HashMap<String, Span> = HashMap::new();
        for option in options {
            let (same, what) = match (labels.get(&option.label), values.get(&option.value)) {
                (Some(same), _) => (*same, format!("the option `{}` is there twice", option.label)),
                (None, Some(same)) => (*same, format!("two options store the value `{}`", option.value)),
                (None, None) => {
                    labels.insert(option.label, option.span);
                    values.insert(option.value, option.span);
                    continue;
                }
            };
            findings
                .report(option.span, what)
                .label(same, "the first one")
                .help("remove one of them, or tell them apart");
        }
    }
}
