use crate::rule::{Check, rule};

rule! {
    /// A bare value has a mark in it that means something else to Python.
    ///
    /// YAML 1.1 gives `=`, `<<` and a number without digits a meaning that PyYAML's safe loader does not construct. Inside
    /// brackets, a `?` in a text and a `:` at its head mark a key, and a name (`&name`) has only ASCII letters, digits, `-`
    /// and `_`. PyYAML raises, or reads another value; the Hub reads text.
    "yaml-reserved-value", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
