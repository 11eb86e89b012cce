use crate::rule::{Check, rule};

rule! {
    /// The metadata holds a line break that only Python sees.
    ///
    /// NEL (U+0085), U+2028 and U+2029 end a line in YAML 1.1 and are ordinary characters in YAML 1.2: a text pasted from
    /// elsewhere is cut in two, or the card is refused.
    "line-separator", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
