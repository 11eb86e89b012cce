//! Whose verdict a diagnostic predicts, in words.

use crate::lint::EMPTY_METADATA;
use crate::lint::diagnostic::{Consumer, Diagnostic, Severity};
use crate::lint::rule::{Outcome, Rule};

/// What happens to a card that breaks a rule: `the Hub refuses this card`.
pub fn verdict(rule: &Rule) -> Option<String> {
    words(rule.severity, rule.outcome, rule.predicts)
}

/// The verdict of a diagnostic. Where its level is above the rule's, nobody refuses the card for it.
pub(super) fn of_diagnostic(diagnostic: &Diagnostic) -> Option<String> {
    let severity = match diagnostic.rule.outcome {
        Outcome::Differs => diagnostic.severity,
        Outcome::Refused | Outcome::Lost => diagnostic.severity.min(diagnostic.rule.severity),
    };
    let verdict = match diagnostic.hub.as_deref() {
        Some(_) if severity < Severity::Error => "the Hub warns".to_owned(),
        Some(EMPTY_METADATA) => words(severity, Outcome::Lost, &diagnostic.predicts)?,
        _ => words(severity, diagnostic.rule.outcome, &diagnostic.predicts)?,
    };
    Some(if diagnostic.likely { format!("likely, {verdict}") } else { verdict })
}

fn words(severity: Severity, outcome: Outcome, predicts: &[Consumer]) -> Option<String> {
    if (severity, outcome) == (Severity::Error, Outcome::Refused) {
        return list(predicts.iter().map(|consumer| match consumer {
            Consumer::Hub => "the Hub refuses this card",
            Consumer::HuggingfaceHub => "huggingface_hub cannot read it",
            Consumer::Datasets => "datasets cannot load it",
            Consumer::Reader => "readers cannot use it",
        }));
    }
    let who = list(predicts.iter().map(|consumer| match consumer {
        Consumer::Hub => "the Hub",
        Consumer::HuggingfaceHub => "huggingface_hub",
        Consumer::Datasets => "datasets",
        Consumer::Reader => "readers",
    }))?;
    Some(match (severity, outcome) {
        (_, Outcome::Lost) => format!("metadata is lost to {who}"),
        (_, Outcome::Differs) => format!("{who} read different values"),
        _ => format!("affects {who}"),
    })
}

/// `a, b and c`
fn list<'a>(parts: impl Iterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<&str> = parts.collect();
    let (last, first) = parts.split_last()?;
    Some(if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) })
}
