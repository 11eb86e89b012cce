//! The block and its fences.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
