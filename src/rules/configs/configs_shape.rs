use crate::rule::{Check, rule};

rule! {
    /// `configs` is not a list of mappings with a `config_name` each.
    ///
    /// `datasets` raises an error, and the Hub shows no viewer.
    "configs-shape", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::Schema
}
