use crate::rule::{Check, rule};

rule! {
    /// `dataset_info` is neither a mapping nor a list of mappings.
    ///
    /// `datasets` silently ignores it.
    "dataset-info-ignored", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict", since: "0.1.0",
    Check::Schema
}
