use crate::rule::{Check, rule};

rule! {
    /// The lines end with CR alone, or with CR CR LF.
    ///
    /// The closing fence has to end with LF or CR LF: neither the Hub nor Python finds the metadata.
    "odd-line-ends", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}
