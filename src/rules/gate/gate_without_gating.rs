use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// The card describes a gate form, but sets `gated: false`.
    ///
    /// The form of a repo that is not gated is never shown. One of the two is a leftover.
    "gate-without-gating", Warning, predicts: [Reader], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(gated) = card.metadata.entry("gated").filter(|entry| entry.value.value == Value::Bool(false)) else {
        return;
    };
    let Some(form) = super::FORM_KEYS.iter().find_map(|key| card.metadata.entry(key)) else { return };
    findings
        .report(
            gated.value.span,
            format!("`gated: false` contradicts `{}`: the gate form is never shown", form.key.key_text()),
        )
        .label(form.key.span, "part of the gate form")
        .help("remove `gated`, or remove the gate form");
}
