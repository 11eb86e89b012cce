//! The YAML of the block.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
