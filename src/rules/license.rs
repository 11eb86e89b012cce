//! The licence.

mod license_other_without_name;
mod unknown_license;

use crate::lint::rule::Rule;

pub(super) static RULES: &[&Rule] = &[&license_other_without_name::RULE, &unknown_license::RULE];
