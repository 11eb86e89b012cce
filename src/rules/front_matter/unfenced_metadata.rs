use crate::rule::{Check, Wording, rule};

rule! {
    /// Metadata without fences.
    ///
    /// The keys of a card, including a gate form, are ordinary text unless `---` lines enclose them at the start of the
    /// file.
    "unfenced-metadata", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("metadata outside of front matter")
        .effect("it is shown as text")
        .help("enclose the metadata in `---` lines at the start of the file")
}
