use crate::rule::{Check, rule};

rule! {
    /// A split of `dataset_info` has no `num_bytes`.
    ///
    /// `datasets` counts it as zero bytes, with only a line in its log.
    "split-info-incomplete", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict._from_yaml_list", since: "0.1.0",
    Check::Schema
}
