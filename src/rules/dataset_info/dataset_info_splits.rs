use crate::lint::rule::{Check, rule};

rule! {
    /// The `splits` of `dataset_info` are not maps of the known keys.
    ///
    /// The datasets library takes each split's keys for arguments and stops at one that it does not know, and at a split
    /// that is no map.
    "dataset-info-splits", Error, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict and SplitInfo", since: "0.1.0",
    Check::Schema
}
