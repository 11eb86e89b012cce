//! Comments that suppress rules.

pub(crate) mod unknown_suppression;
pub(crate) mod unused_suppression;

use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[&unknown_suppression::RULE, &unused_suppression::RULE];
