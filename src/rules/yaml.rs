//! The YAML of the block.

mod control_character;
mod duplicate_key;
mod impossible_date;
mod line_separator;
mod long_key;
mod lost_indentation;
mod non_string_key;
pub(crate) mod outline;
mod oversized_metadata;
mod reserved_key;
mod reused_anchor;
mod tab_between_tokens;
mod unhashable_key;
mod unknown_tag;
mod yaml_dialects_disagree;
mod yaml_nesting;
mod yaml_reserved_value;
mod yaml_syntax;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &yaml_syntax::RULE,
    &lost_indentation::RULE,
    &duplicate_key::RULE,
    &yaml_dialects_disagree::RULE,
    &non_string_key::RULE,
    &reserved_key::RULE,
    &unknown_tag::RULE,
    &tab_between_tokens::RULE,
    &control_character::RULE,
    &line_separator::RULE,
    &impossible_date::RULE,
    &yaml_reserved_value::RULE,
    &unhashable_key::RULE,
    &long_key::RULE,
    &reused_anchor::RULE,
    &yaml_nesting::RULE,
    &oversized_metadata::RULE,
];
