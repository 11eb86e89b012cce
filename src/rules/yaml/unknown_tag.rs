use crate::rule::{Check, Wording, rule};
use crate::yaml::TagProblem;

rule! {
    /// A YAML tag that the Hub or PyYAML rejects.
    ///
    /// Such tags come from `yaml.dump` (`!!python/tuple`, `!!binary`), or from an unquoted string that begins with `!`.
    "unknown-tag", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "huggingface_hub#1950, datasets#6919; js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

const BOTH: &str = "the Hub and PyYAML reject the card";

pub(crate) fn words(problem: &TagProblem) -> Wording {
    match problem {
        TagProblem::Unknown(tag) => {
            Wording::new(format!("unknown tag `{tag}`")).effect(BOTH).help(if tag.contains("python/") {
                "write plain lists and numbers, as `yaml.safe_dump` does: `yaml.dump` wrote this tag"
            } else {
                "remove the tag, or quote a string that begins with `!`"
            })
        }
        TagProblem::NotApart(tag) => Wording::new(format!("missing space after the tag `{tag}`"))
            .effect(BOTH)
            .help("quote a string that begins with `!`"),
        TagProblem::Mismatch { tag, python } => {
            let words = Wording::new(format!("this value does not match its tag `!!{tag}`")).help("remove the tag");
            if *python { words.effect(BOTH) } else { words.effect("the Hub rejects the card").hub_only() }
        }
        TagProblem::NotInPython(tag) => Wording::new(format!("PyYAML cannot read this value as `!!{tag}`"))
            .effect("it rejects the card")
            .python_only()
            .help("remove the tag, and quote the value if it is a string"),
        TagProblem::Empty(tag) => Wording::new(format!("missing value after the tag `!!{tag}`"))
            .effect("PyYAML rejects the card")
            .python_only()
            .help("write `[]` or `{}`, or remove the tag"),
        TagProblem::Binary => Wording::new("`!!binary` turns this value into bytes")
            .effect("the Hub reads a buffer, PyYAML reads `bytes`")
            .help("write a string without a tag"),
    }
}
