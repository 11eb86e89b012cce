use crate::card::Card;
use crate::rule::{Check, Findings, HubRepo, rule};

rule! {
    /// The card describes a gate form, but the repo is not gated on the Hub.
    ///
    /// A card cannot gate its repo. Until "Access requests" are enabled in the settings of the repo (or with
    /// `update_repo_settings(gated=…)`), anybody can download the files, and nobody is shown the form. Checked where the card was read from a
    /// Hub: `cardlint check hf://datasets/acme`.
    "ungated-form", Warning, predicts: [Reader], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    if findings.context.hub.is_none_or(HubRepo::is_gated) {
        return;
    }
    let Some(form) = super::form(card) else { return };
    findings
        .report(
            form.key.span,
            "the repo is not gated: anybody can download its files, and the gate form is never shown",
        )
        .help("enable access requests in the settings of the repo, or remove the gate form");
}
