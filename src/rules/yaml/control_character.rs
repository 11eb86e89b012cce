use crate::rule::{Check, rule};

rule! {
    /// The metadata holds a control character.
    ///
    /// The Hub refuses it with `the stream contains non-printable characters`, PyYAML with a `ReaderError`.
    "control-character", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
