//! The YAML of the block.

pub(crate) mod control_character;
pub(crate) mod duplicate_key;
pub(crate) mod impossible_date;
pub(crate) mod line_separator;
pub(crate) mod long_key;
pub(crate) mod lost_indentation;
pub(crate) mod non_string_key;
pub(crate) mod outline;
pub(crate) mod oversized_metadata;
pub(crate) mod reserved_key;
pub(crate) mod reused_anchor;
pub(crate) mod tab_between_tokens;
pub(crate) mod unhashable_key;
pub(crate) mod unknown_tag;
pub(crate) mod yaml_dialects_disagree;
pub(crate) mod yaml_nesting;
pub(crate) mod yaml_reserved_value;
pub(crate) mod yaml_syntax;

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
