use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// A field of the gate form has no label.
    ///
    /// The label is all that a reader sees, and the key of the answer in the access report. A missing key is shown as
    /// `null`.
    "gate-label-empty", Warning, predicts: [Reader], evidence: "huggingface_hub AccessRequest.fields", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in super::fields(card) {
        let what = match &field.key.value {
            Value::Null => "missing label: the form shows `null`",
            Value::String(label) if label.trim().is_empty() => "empty label",
            _ => continue,
        };
        let at = if field.key.span.is_empty() { field.value.span } else { field.key.span };
        findings.report(at, what).help("write what the reader is asked before the colon");
    }
}
