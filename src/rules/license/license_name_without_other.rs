use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `license_name` stands beside a license that has a name.
    ///
    /// `license_name` names what the Hub has no id for, so it goes with `license: other`; beside an id nobody reads it.
    "license-name-without-other", Info, predicts: [Reader], evidence: "hub-docs repositories-licenses.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(name) = card.metadata.entry("license_name") else { return };
    let licenses = card.get("license").map(|license| license.strings()).unwrap_or_default();
    if licenses.iter().any(|(id, _)| *id == "other") || name.value.as_str().is_none() {
        return;
    }
    let diagnostic = findings.report(name.key.span, "`license_name` is read only beside `license: other`");
    diagnostic.help("remove it, or write `license: other`");
    for (id, at) in licenses.into_iter().take(1) {
        diagnostic.label(at, format!("`{id}` has its own name"));
    }
}
