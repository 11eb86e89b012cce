//! The gate form.

mod country_options;
mod gate_consent_in_prose;
mod gate_country_code;
mod gate_country_list;
mod gate_eu_disallowed;
mod gate_field_type;
mod gate_field_unknown_key;
mod gate_fields_not_a_map;
mod gate_key_misplaced;
mod gate_key_misspelt;
mod gate_label_character;
mod gate_label_empty;
mod gate_labels_collide;
mod gate_options_without_select;
mod gate_select_duplicate_option;
mod gate_select_option;
mod gate_select_too_few_options;
mod gate_select_without_options;
mod gate_text;
mod gate_without_gating;
mod gated_in_card;
mod gated_value;

use crate::card::Card;
use crate::gate::write::FORM_KEYS;
use crate::rule::Rule;
use crate::yaml::Entry;

pub(super) static RULES: &[&Rule] = &[
    &gate_key_misspelt::RULE,
    &gate_key_misplaced::RULE,
    &gated_value::RULE,
    &gated_in_card::RULE,
    &gate_without_gating::RULE,
    &gate_text::RULE,
    &gate_eu_disallowed::RULE,
    &gate_fields_not_a_map::RULE,
    &gate_label_empty::RULE,
    &gate_labels_collide::RULE,
    &gate_label_character::RULE,
    &gate_field_type::RULE,
    &gate_field_unknown_key::RULE,
    &gate_options_without_select::RULE,
    &gate_select_without_options::RULE,
    &gate_select_too_few_options::RULE,
    &gate_select_option::RULE,
    &gate_select_duplicate_option::RULE,
    &gate_country_code::RULE,
    &gate_country_list::RULE,
    &gate_consent_in_prose::RULE,
];

/// The fields of the form as they are written.
fn fields(card: &Card) -> &[Entry] {
    card.get("extra_gated_fields").map(crate::yaml::Node::entries).unwrap_or_default()
}
