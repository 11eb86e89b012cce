//! `configs`: subsets and their data files.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
