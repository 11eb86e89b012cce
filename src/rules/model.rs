//! Keys of model cards and Spaces.

mod long_short_description;
mod malformed_repo_id;
pub(crate) mod missing_app_file;
mod misspelt_library;
mod model_index_merged;
mod model_index_shape;
mod not_an_emoji;
mod unknown_base_model_relation;
mod unknown_pipeline_tag;
mod unknown_space_color;
mod unknown_space_option;
mod unknown_space_sdk;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unknown_pipeline_tag::RULE,
    &malformed_repo_id::RULE,
    &unknown_base_model_relation::RULE,
    &model_index_shape::RULE,
    &model_index_merged::RULE,
    &unknown_space_color::RULE,
    &unknown_space_sdk::RULE,
    &unknown_space_option::RULE,
    &missing_app_file::RULE,
    &not_an_emoji::RULE,
    &long_short_description::RULE,
    &misspelt_library::RULE,
];
