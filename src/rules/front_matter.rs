//! The block and its fences.

pub(crate) mod blank_before_front_matter;
pub(crate) mod blank_front_matter;
pub(crate) mod empty_front_matter;
pub(crate) mod front_matter_cut_short;
pub(crate) mod invisible_before_front_matter;
pub(crate) mod lfs_pointer;
pub(crate) mod malformed_fence;
pub(crate) mod merge_conflict;
pub(crate) mod metadata_not_a_map;
pub(crate) mod misnamed_card;
pub(crate) mod missing_front_matter;
pub(crate) mod odd_line_ends;
pub(crate) mod second_front_matter;
pub(crate) mod text_before_front_matter;
pub(crate) mod unclosed_front_matter;
pub(crate) mod unfenced_metadata;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &misnamed_card::RULE,
    &missing_front_matter::RULE,
    &empty_front_matter::RULE,
    &blank_front_matter::RULE,
    &metadata_not_a_map::RULE,
    &unclosed_front_matter::RULE,
    &malformed_fence::RULE,
    &text_before_front_matter::RULE,
    &invisible_before_front_matter::RULE,
    &blank_before_front_matter::RULE,
    &odd_line_ends::RULE,
    &front_matter_cut_short::RULE,
    &second_front_matter::RULE,
    &unfenced_metadata::RULE,
    &lfs_pointer::RULE,
    &merge_conflict::RULE,
];
