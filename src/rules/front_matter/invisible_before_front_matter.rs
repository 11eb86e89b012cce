use crate::card::Loser;
use crate::rule::{Check, Wording, rule};
use std::borrow::Cow;

rule! {
    /// An invisible character before the front matter.
    ///
    /// A byte order mark hides the metadata from `push_to_hub` of `datasets`, which then writes a second block above it, from whatever
    /// reads a card as a string, and from `huggingface_hub` before 2.3.0; a NEL character hides it from the Hub but not from Python, and
    /// a zero-width space from both. `load_dataset` then silently ignores `configs`.
    "invisible-before-front-matter", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(character: char, loser: Loser) -> Wording {
    let name: Cow<'_, str> = match character {
        '\u{feff}' => "byte order mark (U+FEFF)".into(),
        '\u{200b}' => "zero-width space (U+200B)".into(),
        '\u{85}' => "NEL character (U+0085)".into(),
        other => format!("invisible character (U+{:04X})", u32::from(other)).into(),
    };
    Wording::new(format!("{name} before the front matter"))
        .effect(match loser {
            Loser::Hub => "the Hub ignores the metadata",
            // Of what the Hub takes for space, Python does so but for the byte order mark.
            Loser::Python => "`push_to_hub`, and `huggingface_hub` before 2.3.0, ignore the metadata",
            Loser::Both => "the Hub and `huggingface_hub` ignore the metadata",
        })
        .help("remove everything before the front matter")
}
