//! Task, size, tag and other descriptive keys.

mod empty_value;
mod metadata_shape;
mod misspelt_key;
mod misspelt_value;
mod null_value;
pub(crate) mod renamed_key;
mod scalar_instead_of_list;
pub(crate) mod template_left_over;
mod unknown_size_category;
mod unknown_task_category;
mod unknown_task_id;
mod unread_key;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &metadata_shape::RULE,
    &null_value::RULE,
    &empty_value::RULE,
    &scalar_instead_of_list::RULE,
    &renamed_key::RULE,
    &unknown_task_category::RULE,
    &unknown_task_id::RULE,
    &unknown_size_category::RULE,
    &misspelt_value::RULE,
    &misspelt_key::RULE,
    &unread_key::RULE,
    &template_left_over::RULE,
];
