use crate::card::MalformedFence;
use crate::rule::{Check, Wording, rule};

rule! {
    /// A fence that is not exactly `---`.
    ///
    /// With spaces, more dashes, text or indentation, a fence is an ordinary line, and the metadata is silently lost.
    /// `...`, or `---` with text behind it, closes it for pandoc, gray-matter or Prettier, but not for the Hub.
    /// `huggingface_hub` accepts spaces after the closing fence since July 2026; what the Hub does with them is not certain.
    "malformed-fence", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run; huggingface_hub#3813, #4526",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(fence: MalformedFence) -> Wording {
    let line = |message| {
        Wording::new(message)
            .effect("the metadata is ignored")
            .help("write `---` and nothing else on the line")
            .fix("write `---`")
    };
    match fence {
        MalformedFence::Toml => Wording::new("`+++` encloses TOML")
            .effect("the Hub reads only YAML")
            .help("write the metadata as YAML between two `---` lines"),
        MalformedFence::Opening => line("malformed opening fence"),
        MalformedFence::Closing => line("malformed closing fence"),
        MalformedFence::ReadOn { close } => Wording::new("this line closes the front matter for other tools only")
            .effect("the Hub and huggingface_hub read on to the next `---`, and the page lacks what is between the two")
            .label(close, "where the front matter ends for them")
            .help("write `---` and nothing else on the line")
            .fix("write `---`"),
        MalformedFence::SpacesReadOn => Wording::new("trailing spaces after the closing fence")
            .effect("the Hub reads on to the next `---`")
            .help("remove the spaces"),
        MalformedFence::Spaces => Wording::new("trailing spaces after the closing fence")
            .effect("the Hub may ignore the metadata")
            .help("remove the spaces"),
    }
}
