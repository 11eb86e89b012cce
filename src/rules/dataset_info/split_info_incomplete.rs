use crate::rule::{Check, rule};

rule! {
    /// A split of `dataset_info` lacks its bytes.
    ///
    /// The datasets library writes a line to its log and counts them as nothing.
    "split-info-incomplete", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 SplitDict._from_yaml_list", since: "0.1.0",
    Check::Schema
}
