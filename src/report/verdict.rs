//! Whose verdict a diagnostic predicts, in words.

use crate::lint::diagnostic::{Consumer, Diagnostic, Severity};

/// What happens to a card with a diagnostic of this severity: `the Hub refuses this card`.
pub fn verdict(severity: Severity, predicts: &[Consumer]) -> Option<String> {
    let refused = severity == Severity::Error;
    let parts: Vec<&str> = predicts
        .iter()
        .map(|consumer| match (consumer, refused) {
            (Consumer::Hub, true) => "the Hub refuses this card",
            (Consumer::HuggingfaceHub, true) => "huggingface_hub cannot read it",
            (Consumer::Datasets, true) => "datasets cannot load it",
            (Consumer::Hub, false) => "the Hub",
            (Consumer::HuggingfaceHub, false) => "huggingface_hub",
            (Consumer::Datasets, false) => "datasets",
            (Consumer::Reader, _) => "its readers",
        })
        .collect();
    let (last, first) = parts.split_last()?;
    let list = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
    Some(if refused { list } else { format!("it concerns {list}") })
}

/// The verdict of a diagnostic. Where its level is above the rule's, nobody refuses the card for it.
pub(super) fn of_diagnostic(diagnostic: &Diagnostic) -> Option<String> {
    let verdict = verdict(diagnostic.severity.min(diagnostic.rule.severity), &diagnostic.predicts)?;
    Some(if diagnostic.likely { format!("likely, {verdict}") } else { verdict })
}
