use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `license_name` is set, but `license` is not `other`.
    ///
    /// `license_name` names a license that the Hub has no id for, so it goes with `license: other`. With any other id,
    /// it is ignored.
    "license-name-without-other", Info, predicts: [Reader], evidence: "hub-docs repositories-licenses.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(name) = card.metadata.entry("license_name") else { return };
    let licenses = card.get("license").map(|license| license.strings()).unwrap_or_default();
    if licenses.iter().any(|(id, _)| *id == "other") || name.value.as_str().is_none() {
        return;
    }
    let diagnostic = findings.report(name.key.span, "`license_name` is ignored unless `license` is `other`");
    diagnostic.help("remove it, or write `license: other`");
    for (id, at) in licenses.into_iter().take(1) {
        diagnostic.label(at, format!("`{id}` is already a known license"));
    }
}
