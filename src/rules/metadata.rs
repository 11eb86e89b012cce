//! Task, size, tag and other descriptive keys.

mod empty_value;
mod metadata_shape;
mod null_value;
mod renamed_key;
mod scalar_instead_of_list;
mod unknown_size_category;
mod unknown_task_category;
mod unknown_task_id;

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &metadata_shape::RULE,
    &null_value::RULE,
    &empty_value::RULE,
    &scalar_instead_of_list::RULE,
    &renamed_key::RULE,
    &unknown_task_category::RULE,
    &unknown_task_id::RULE,
    &unknown_size_category::RULE,
];
