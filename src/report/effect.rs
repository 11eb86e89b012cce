//! The effect of a diagnostic, in words: who rejects or misreads the card.

use crate::rule::diagnostic::{Consumer, Diagnostic, HubReply, Severity};
use crate::rule::{Outcome, Rule};
use crate::words::list;

/// What happens to a card that breaks a rule: `the Hub rejects this card`.
pub fn effect(rule: &Rule) -> Option<String> {
    words(rule.severity, rule.outcome, rule.predicts)
}

/// The effect of a diagnostic. If its level is above the rule's, the card is not rejected for it.
pub(super) fn effect_of(diagnostic: &Diagnostic) -> Option<String> {
    let severity = match diagnostic.rule.outcome {
        Outcome::Differs => diagnostic.severity,
        Outcome::Rejected | Outcome::Lost => diagnostic.severity.min(diagnostic.rule.severity),
    };
    let effect = match &diagnostic.hub {
        Some(_) if severity < Severity::Error => "the Hub warns".to_owned(),
        Some(HubReply::EmptyMetadata) => words(severity, Outcome::Lost, &diagnostic.predicts)?,
        _ => words(severity, diagnostic.rule.outcome, &diagnostic.predicts)?,
    };
    Some(if diagnostic.likely { format!("likely, {effect}") } else { effect })
}

fn words(severity: Severity, outcome: Outcome, predicts: &[Consumer]) -> Option<String> {
    if predicts.is_empty() {
        return None;
    }
    if (severity, outcome) == (Severity::Error, Outcome::Rejected) {
        let rejections = predicts.iter().map(|consumer| match consumer {
            Consumer::Hub => "the Hub rejects this card",
            Consumer::HuggingfaceHub => "huggingface_hub cannot read it",
            Consumer::Datasets => "datasets cannot load it",
            Consumer::Reader => "readers cannot use it",
        });
        return Some(list(rejections));
    }
    let names = predicts.iter().map(|consumer| match consumer {
        Consumer::Hub => "the Hub",
        Consumer::HuggingfaceHub => "huggingface_hub",
        Consumer::Datasets => "datasets",
        Consumer::Reader => "readers",
    });
    let who = list(names);
    Some(match (severity, outcome) {
        (_, Outcome::Lost) => format!("metadata is lost to {who}"),
        (_, Outcome::Differs) => format!("{who} read different values"),
        _ => format!("affects {who}"),
    })
}
