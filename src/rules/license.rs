//! The license.

pub(crate) mod dead_license_link;
mod ids;
mod license_name_without_other;
mod license_other_without_link;
mod license_other_without_name;
mod meaning;
mod unknown_license;
mod url;

pub(crate) use meaning::is_placeholder;
pub(crate) use unknown_license::remove;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &license_other_without_name::RULE,
    &license_other_without_link::RULE,
    &unknown_license::RULE,
    &license_name_without_other::RULE,
    &dead_license_link::RULE,
];
