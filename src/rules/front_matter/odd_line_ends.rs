use crate::rule::{Check, Wording, rule};

rule! {
    /// Lines that end with CR, or with CR CR LF.
    ///
    /// The closing fence must end with LF or CR LF. Otherwise neither the Hub nor Python finds the metadata.
    "odd-line-ends", Error, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "the front-matter patterns of the Hub and huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(doubled: bool) -> Wording {
    let effect = "the Hub and `huggingface_hub` ignore the metadata";
    if doubled {
        Wording::new("doubled line endings (CR CR LF)")
            .effect(effect)
            .help("save the file with LF: it was probably converted to Windows line endings twice")
            .fix("convert the line endings to LF")
    } else {
        Wording::new("old Mac line endings (CR)").effect(effect).help("convert the line endings to LF")
    }
}
