//! What only the Hub can say of a card's repo: checked where `cardlint check hf://…` asked it.

pub(crate) mod gated_without_form;
pub(crate) mod overdue_requests;
pub(crate) mod policy_settings;
pub(crate) mod ungated_form;

use crate::card::Card;
use crate::gate::write::FORM_KEYS;
use crate::rule::Rule;
use crate::source::Span;
use crate::yaml::Entry;

pub(super) static RULES: &[&Rule] =
    &[&ungated_form::RULE, &gated_without_form::RULE, &overdue_requests::RULE, &policy_settings::RULE];

/// The first key of the gate form.
fn form(card: &Card) -> Option<&Entry> {
    FORM_KEYS.iter().find_map(|key| card.metadata.entry(key))
}

/// Where something about the whole repo is reported: at the gate form, else at the first line.
fn place(card: &Card) -> Span {
    form(card).map_or_else(|| card.source.line_at(0), |entry| entry.key.span)
}
