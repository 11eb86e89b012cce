//! The block and its fences.

mod blank_before_front_matter;
mod blank_front_matter;
mod empty_front_matter;
mod front_matter_cut_short;
mod invisible_before_front_matter;
mod lfs_pointer;
mod malformed_fence;
mod merge_conflict;
mod metadata_not_a_map;
mod misnamed_card;
mod missing_front_matter;
mod odd_line_ends;
mod second_front_matter;
mod text_before_front_matter;
mod unclosed_front_matter;
mod unfenced_metadata;

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
