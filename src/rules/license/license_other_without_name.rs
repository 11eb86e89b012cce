use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// The card has `license: other`, but no `license_name`.
    ///
    /// The Hub shows readers only "other"; its filters and the clients print `license_name`. Without it, nobody can
    /// tell which license applies.
    "license-other-without-name", Warning, predicts: [Reader], evidence: "hub-docs datasets-cards.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(license) = card.get("license") else { return };
    if license.as_str() == Some("other") && card.get("license_name").is_none() {
        findings
            .report(license.span, "missing `license_name`: `license: other` does not say which license applies")
            .help("add a name, such as `license_name: my-license-1.0`, and link to the license with `license_link`");
    }
}
