//! `configs`: subsets and their data files.

pub(crate) mod config_default_not_boolean;
pub(super) mod config_key_misplaced;
mod config_name;
mod config_name_characters;
mod config_setting;
mod configs_shape;
mod data_files_empty;
pub(crate) mod data_files_mixed_formats;
pub(crate) mod data_files_no_match;
mod data_files_overlap;
mod data_files_pattern;
mod data_files_shape;
mod duplicate_config_name;
mod duplicate_split;
pub(super) mod load;
pub(crate) mod missing_configs;
pub(crate) mod several_default_configs;
mod split_name;
mod unknown_config_key;

use crate::card::{Card, RepoType};
use crate::rule::Rule;
use crate::source::Span;
use crate::yaml::Node;

pub(super) static RULES: &[&Rule] = &[
    &configs_shape::RULE,
    &config_name::RULE,
    &config_name_characters::RULE,
    &duplicate_config_name::RULE,
    &config_default_not_boolean::RULE,
    &several_default_configs::RULE,
    &unknown_config_key::RULE,
    &config_key_misplaced::RULE,
    &config_setting::RULE,
    &data_files_shape::RULE,
    &data_files_empty::RULE,
    &split_name::RULE,
    &duplicate_split::RULE,
    &data_files_pattern::RULE,
    &data_files_no_match::RULE,
    &data_files_overlap::RULE,
    &data_files_mixed_formats::RULE,
    &missing_configs::RULE,
];

/// The configs of a dataset; those of other cards are ignored.
pub(super) fn configs(card: &Card) -> &[Node] {
    match card.repo_type {
        RepoType::Dataset => card.get("configs").map(Node::items).unwrap_or_default(),
        RepoType::Model | RepoType::Space => &[],
    }
}

/// The patterns of a config's data files, each with its split, if it names one.
fn patterns(config: &Node) -> Vec<(Option<&Node>, &str, Span)> {
    let Some(files) = config.get("data_files") else { return Vec::new() };
    if files.as_str().is_some() {
        return files.strings().into_iter().map(|(text, at)| (None, text, at)).collect();
    }
    let items = files.items().iter().flat_map(|item| match item.get("path") {
        Some(path) => path.strings().into_iter().map(|(text, at)| (item.get("split"), text, at)).collect(),
        None => item.strings().into_iter().map(|(text, at)| (None, text, at)).collect::<Vec<_>>(),
    });
    items.collect()
}
