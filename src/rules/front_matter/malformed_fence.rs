use crate::rule::{Check, rule};

rule! {
    /// A fence that is not exactly `---`.
    ///
    /// Blanks, more dashes, text or indentation make a fence an ordinary line: the metadata is silently lost. Blanks behind
    /// the closing fence are read by huggingface_hub since July 2026; what the Hub makes of them is not certain.
    "malformed-fence", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run; huggingface_hub#3813, #4526",
    since: "0.1.0", Check::Read
}
