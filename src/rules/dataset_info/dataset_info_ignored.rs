use crate::rule::{Check, rule};

rule! {
    /// `dataset_info` is neither a map nor a list of maps.
    ///
    /// The datasets library then passes over it without a word.
    "dataset-info-ignored", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict", since: "0.1.0",
    Check::Schema
}
