use crate::rule::{Check, rule};

rule! {
    /// The `splits` of `dataset_info` are not maps of the known keys, or lack what the data is compared with.
    ///
    /// The datasets library takes each split's keys for arguments and stops at one that it does not know, and at a split
    /// that is no map. Once the data is read, it stops where names or rows differ: a split without `name` or
    /// `num_examples` has none.
    "dataset-info-splits", Error, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict and SplitInfo", since: "0.1.0",
    Check::Schema
}
