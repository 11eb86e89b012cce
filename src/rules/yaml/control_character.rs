use crate::rule::{Check, Wording, rule};

rule! {
    /// A control character in the metadata.
    ///
    /// The Hub rejects the card with `the stream contains non-printable characters`, PyYAML with a `ReaderError`.
    "control-character", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

/// For a character that the Hub rejects, too, or PyYAML alone.
pub(crate) fn words(character: char, hub: bool) -> Wording {
    let words = Wording::new(format!("control character U+{:04X}", u32::from(character)));
    let words = match hub {
        true => words.effect("the Hub and PyYAML reject the card"),
        false => words.effect("PyYAML rejects the card").python_only(),
    };
    words.help("remove it; if the string needs it, write an escape such as `\"\\x1b\"`").fix("remove the character")
}
