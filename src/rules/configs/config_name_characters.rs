use crate::rule::{Check, rule};

rule! {
    /// The name of a config holds a character that cannot stand in a file name.
    ///
    /// The datasets library names its cache folders after configs and refuses the characters that Windows forbids. The
    /// Hub takes the card without a word.
    "config-name-characters", Error, predicts: [Datasets], evidence: "datasets 5.2.0 BuilderConfig", since: "0.1.0",
    Check::Schema
}
