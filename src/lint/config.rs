//! cardlint's configuration.

/// Levels per rule and additional vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Config {}
