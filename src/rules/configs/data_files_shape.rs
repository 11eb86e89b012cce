use crate::lint::rule::{Check, rule};

rule! {
    /// `data_files` is none of the three things that the datasets library reads.
    ///
    /// It reads a pattern, a list of patterns, or a list of maps with exactly `split` and `path`. A map from splits to
    /// paths, as in Python code, is refused, and so is a list that mixes patterns and maps.
    "data-files-shape", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 MetadataConfigs and sanitize_patterns", since: "0.1.0",
    Check::Schema
}
