use std::sync::LazyLock;

use regex::Regex;

use crate::card::Card;
use crate::gate::{FieldKind, GateForm};
use crate::rule::{Check, Findings, rule};
use crate::source::Span;

rule! {
    /// The gate form asks for consent only in prose.
    ///
    /// A prompt that says "I agree" or "by clicking" leaves no trace in the access request. A `checkbox` does: it must
    /// be checked before the form can be submitted, and the answer is stored with the request.
    "gate-consent-in-prose", Info, predicts: [Reader], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

static CONSENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i-u)\bI (?:hereby |have read|have understood|agree|accept|consent|confirm|certify|acknowledge|understand and agree)\b",
        r"|\bby (?:clicking|ticking|checking|submitting|pressing|requesting access|accessing|downloading)\b",
        r"|\byou (?:hereby )?(?:agree|consent|accept|acknowledge|certify|confirm)\b",
    ))
    .ok()
});

fn check(card: &Card, findings: &mut Findings<'_>) {
    let form = GateForm::read(&card.metadata);
    let Some(prompt) = form.prompt else { return };
    if form.fields.iter().any(|field| field.kind == FieldKind::Checkbox)
        || card.get("extra_gated_fields").is_some_and(|fields| fields.entries().is_empty())
    {
        return;
    }
    let Some(found) = CONSENT.as_ref().and_then(|consent| consent.find(&prompt.text)) else { return };
    let written = card.source.slice(prompt.span);
    let at = written
        .find(found.as_str())
        .map_or(prompt.span, |at| Span::new(prompt.span.start + at, prompt.span.start + at + found.len()));
    findings
        .report(at, format!("the prompt says \"{}\", but no field of the form records it", found.as_str()))
        .help("add a field such as `I agree to the terms above: checkbox`: its answer is stored with the request");
}
