//! Task, size, tag and other descriptive keys.

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[];
