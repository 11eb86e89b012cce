use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A card says `license: other` but does not name the licence.
    ///
    /// The Hub shows "other" to the reader, and `license_name` is what its filters and the clients print. Without it
    /// nobody can tell what was agreed to.
    "license-other-without-name", Warning, predicts: [Reader], evidence: "hub-docs datasets-cards.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(license) = card.get("license") else { return };
    if license.as_str() == Some("other") && card.get("license_name").is_none() {
        findings
            .report(license.span, "`license: other` needs a `license_name`")
            .help("name it, e.g. `license_name: my-license-1.0`, and link it with `license_link`");
    }
}
