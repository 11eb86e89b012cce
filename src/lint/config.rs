//! cardlint's configuration.

/// Levels per rule and additional vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Config {}

impl Config {
    /// Whether the configuration adds `value` to the vocabulary of this name.
    pub fn adds(&self, _vocabulary: &str, _value: &str) -> bool {
        false
    }
}
