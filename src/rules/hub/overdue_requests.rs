use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// Access requests have been waiting for a review for a long time.
    ///
    /// Only people with write access see the requests of a gated repo, and the Hub does not remind them. Checked where the card was read
    /// from a Hub with a token that may see them: `cardlint check hf://datasets/acme`. `--overdue-days` says how long is too long.
    "overdue-requests", Warning, predicts: [Reader], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(overdue) = findings.context.hub.and_then(|repo| repo.overdue) else { return };
    let requests = match overdue.count {
        1 => "an access request has been pending".to_owned(),
        more => format!("{more} access requests have been pending"),
    };
    let (days, oldest) = (overdue.days, overdue.oldest);
    findings
        .report(super::place(card), format!("{requests} for {days} days or more, the oldest for {oldest} days"))
        .help("accept or reject them in the settings of the repo");
}
