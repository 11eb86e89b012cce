use crate::rule::{Check, rule};

rule! {
    /// The `splits` of `dataset_info` are not mappings of the known keys, or lack what the data is compared with.
    ///
    /// `datasets` raises an error for a split with an unknown key, and for one that is not a mapping. After reading the
    /// data, it raises an error if names or row counts differ from those of the card, as they do for a split without
    /// `name` or `num_examples`.
    "dataset-info-splits", Error, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict and SplitInfo", since: "0.1.0",
    Check::Schema
}
