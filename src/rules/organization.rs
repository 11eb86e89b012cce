//! What an organization requires of its cards, by its configuration.

pub(crate) mod gate_drift;
pub(crate) mod policy;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&gate_drift::RULE, &policy::RULE];
