use crate::lint::rule::{Check, rule};

rule! {
    /// `=`, `<<` or a number without digits is the value.
    ///
    /// YAML 1.1 gives them a meaning that PyYAML's safe loader does not construct: it raises. The Hub reads text.
    "yaml-reserved-value", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
