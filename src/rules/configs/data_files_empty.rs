use crate::rule::{Check, rule};

rule! {
    /// `data_files` is empty.
    ///
    /// The card can be read, but `load_dataset` finds no data for the config.
    "data-files-empty", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::Schema
}
