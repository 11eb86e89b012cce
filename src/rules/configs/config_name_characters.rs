use crate::rule::{Check, rule};

rule! {
    /// The name of a config contains a character that is not allowed in a file name.
    ///
    /// `datasets` names its cache directories after configs, and rejects the characters that Windows forbids. The Hub
    /// silently accepts the card.
    "config-name-characters", Error, predicts: [Datasets], evidence: "datasets 5.2.0 BuilderConfig", since: "0.1.0",
    Check::Schema
}
