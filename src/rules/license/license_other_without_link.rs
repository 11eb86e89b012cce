use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// The card has `license: other` and a `license_name`, but no `license_link`.
    ///
    /// The Hub links the name to `license_link`: `LICENSE` or `LICENSE.md` in the repo, or a URL. Without it, readers
    /// cannot find out what is allowed.
    "license-other-without-link", Warning, predicts: [Reader], evidence: "hub-docs datasets-cards.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let has = |key: &str| card.get(key).is_some();
    let (Some(license), Some(name)) = (card.get("license"), card.get("license_name")) else { return };
    if license.as_str() == Some("other") && !has("license_link") && !has("license_details") {
        findings
            .report(name.span, "missing `license_link`: nothing says where to read this license")
            .help("add `license_link: LICENSE` and the file, or the URL of the license");
    }
}
