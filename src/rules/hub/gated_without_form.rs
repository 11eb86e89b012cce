use crate::card::Card;
use crate::rule::{Check, Findings, HubRepo, rule};

rule! {
    /// The repo is gated on the Hub, but its card has no gate form.
    ///
    /// Requesters then agree to share their contact information and nothing else: they are not asked who they are or what they need
    /// the files for, and see no conditions. Checked where the card was read from a Hub: `cardlint check hf://datasets/acme`.
    "gated-without-form", Info, predicts: [Reader], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    if findings.context.hub.is_some_and(HubRepo::is_gated) && super::form(card).is_none() {
        findings
            .report(
                super::place(card),
                "the repo is gated, but its card has no gate form: requesters are asked nothing",
            )
            .help("add `extra_gated_prompt` and `extra_gated_fields` to the card: `cardlint init --gate`");
    }
}
