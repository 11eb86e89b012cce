//! `dataset_info`: features and splits.

mod class_label_names;
mod config_names_disagree;
mod dataset_info_ignored;
mod dataset_info_shape;
mod dataset_info_size;
mod dataset_info_splits;
mod dataset_info_version;
mod duplicate_feature;
mod empty_features;
mod feature_arguments;
mod feature_dtype;
mod feature_kind;
mod feature_kind_table;
mod feature_without_dtype;
mod feature_without_name;
mod features_not_a_list;
mod split_info_incomplete;
mod splits_disagree;
mod unknown_info_key;

use super::configs::configs;
use crate::card::{Card, RepoType};
use crate::rule::Rule;
use crate::yaml::{Node, Value};

pub(super) static RULES: &[&Rule] = &[
    &dataset_info_shape::RULE,
    &dataset_info_ignored::RULE,
    &unknown_info_key::RULE,
    &config_names_disagree::RULE,
    &features_not_a_list::RULE,
    &empty_features::RULE,
    &feature_without_name::RULE,
    &duplicate_feature::RULE,
    &feature_without_dtype::RULE,
    &feature_kind::RULE,
    &feature_dtype::RULE,
    &feature_arguments::RULE,
    &class_label_names::RULE,
    &dataset_info_splits::RULE,
    &split_info_incomplete::RULE,
    &dataset_info_size::RULE,
    &splits_disagree::RULE,
    &dataset_info_version::RULE,
];

/// The mappings of `dataset_info`: one, or one per config. Only those of a dataset card are read.
pub(super) fn infos(card: &Card) -> &[Node] {
    match card.get("dataset_info").filter(|_| card.repo_type == RepoType::Dataset) {
        Some(info) if matches!(info.value, Value::Mapping(_)) => std::slice::from_ref(info),
        Some(info) => info.items(),
        None => &[],
    }
}

/// Every `features` of a card: those of `dataset_info` and of configs.
fn features(card: &Card) -> impl Iterator<Item = &Node> {
    infos(card).iter().chain(configs(card)).filter_map(|holder| holder.get("features"))
}
