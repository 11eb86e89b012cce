//! The rules, by what they judge. The order here is the order everywhere: from the file to its finest part.

mod configs;
mod dataset_info;
mod front_matter;
mod gate;
mod language;
mod license;
mod metadata;
mod model;
mod suppressions;
mod yaml;

use crate::lint::rule::Rule;

/// Every group in order.
static GROUPS: [&[&Rule]; 10] = [
    front_matter::RULES,
    yaml::RULES,
    gate::RULES,
    license::RULES,
    language::RULES,
    metadata::RULES,
    configs::RULES,
    dataset_info::RULES,
    model::RULES,
    suppressions::RULES,
];

/// Every rule in order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.iter().copied())
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
