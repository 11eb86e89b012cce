use crate::rule::{Check, rule};

rule! {
    /// A value has a YAML tag that the Hub or Python does not take.
    ///
    /// Such tags come from `yaml.dump` (`!!python/tuple`, `!!binary`), or from a text that begins with `!` and is not quoted.
    "unknown-tag", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "huggingface_hub#1950, datasets#6919; js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}
