//! Keys of model cards and Spaces.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
