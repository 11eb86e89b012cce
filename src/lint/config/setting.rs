//! Where each value of a configuration is from.

use std::sync::Arc;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What people call the file: a path, or `https://github.com/acme/cards@v1:cardlint.toml`.
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
}

/// A value that a file sets, but for the levels of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `exclude`, `additional.licenses`
    pub key: String,
    /// As TOML.
    pub value: String,
    /// Where it is set.
    pub origin: Origin,
}
