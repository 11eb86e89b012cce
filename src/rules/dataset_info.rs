//! `dataset_info`: features and splits.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
