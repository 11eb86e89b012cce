use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A card says `license: other`, names the licence, and does not say where it stands.
    ///
    /// The Hub shows the name and links it by `license_link`: `LICENSE` or `LICENSE.md` in the repo, or a URL. Without it
    /// nobody who finds the repo can read what is allowed.
    "license-other-without-link", Warning, predicts: [Reader], evidence: "hub-docs datasets-cards.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let has = |key: &str| card.get(key).is_some();
    let (Some(license), Some(name)) = (card.get("license"), card.get("license_name")) else { return };
    if license.as_str() == Some("other") && !has("license_link") && !has("license_details") {
        findings
            .report(name.span, "nothing says where this license stands")
            .help("add `license_link: LICENSE` and the file, or the address of its text");
    }
}
