use crate::rule::{Check, Wording, rule};

rule! {
    /// A line break that only PyYAML sees.
    ///
    /// NEL (U+0085), U+2028 and U+2029 end a line in YAML 1.1 and are ordinary characters in YAML 1.2. A string pasted from
    /// elsewhere is cut in two, or PyYAML rejects the card.
    "line-separator", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(character: char) -> Wording {
    let name = match character {
        '\u{85}' => "NEL, U+0085",
        '\u{2028}' => "line separator, U+2028",
        _ => "paragraph separator, U+2029",
    };
    Wording::new(format!("invisible line break ({name})"))
        .effect("PyYAML ends the line here, the Hub does not")
        .help("replace it with a space or an ordinary line break")
        .fix("replace it with a space")
}
