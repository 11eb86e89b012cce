//! Comments that silence rules.

mod unknown_suppression;
mod unused_suppression;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&unknown_suppression::RULE, &unused_suppression::RULE];
