use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, Gating, HubRepo, WantedSettings, rule};

rule! {
    /// A repo's settings on the Hub are not those that the organization's policy requires.
    ///
    /// A `[[policy]]` in `cardlint.toml` with `settings = { gated = "manual", private = false }` says what they have to be: `gated` is
    /// `"auto"`, `"manual"`, `true` for either, or `false`. Checked where the card was read from a Hub:
    /// `cardlint check hf://datasets/acme`.
    "policy-settings", Error, predicts: [], evidence: "the configuration", since: "0.1.0",
    Check::Lint
}

/// Reports each setting that is another one.
pub(crate) fn check(
    card: &Card,
    wanted: &WantedSettings,
    repo: &HubRepo,
    level: Option<Severity>,
    findings: &mut Findings<'_>,
) {
    let gating = wanted.gating.as_deref().filter(|wanted| !wanted.contains(&repo.gating));
    let gating = gating.map(|wanted| {
        let expected = if let [one] = wanted { words(*one) } else { "gated" };
        format!("the repo is {}, expected {expected}", words(repo.gating))
    });
    let private = wanted.private.filter(|wanted| *wanted != repo.is_private).map(|wanted| {
        let words = |is_private: bool| if is_private { "private" } else { "public" };
        format!("the repo is {}, expected {}", words(repo.is_private), words(wanted))
    });
    for message in gating.into_iter().chain(private) {
        let diagnostic = findings.report(super::place(card), message);
        diagnostic.help("change it in the settings of the repo");
        if let Some(level) = level {
            diagnostic.severity(level);
        }
    }
}

fn words(gating: Gating) -> &'static str {
    match gating {
        Gating::No => "not gated",
        Gating::Auto => "gated with automatic approval",
        Gating::Manual => "gated with manual approval",
    }
}
