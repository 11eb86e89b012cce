use crate::rule::{Check, rule};

rule! {
    /// `data_files` is empty.
    ///
    /// The card can be read, but `load_dataset` finds no data for the split and raises an error.
    "data-files-empty", Error, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs, run", since: "0.1.0",
    Check::Schema
}
