//! The licence.

mod license_other_without_name;

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&license_other_without_name::RULE];
