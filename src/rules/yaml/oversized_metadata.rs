use crate::rule::{Check, Wording, rule};
use crate::yaml::TooMuch;

rule! {
    /// Metadata that is endless or too large to read.
    ///
    /// An alias inside its own value has no end, and aliases of aliases multiply: none of them can be stored as metadata. A README.md
    /// of over 10 MB is rejected by the Hub, which takes such files by LFS only, where a card has no metadata; the clients can read it.
    "oversized-metadata", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run; the Hub's answers to files over 10 MiB, quoted in xet-core#569 and mteb#1368",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(too_much: TooMuch) -> Wording {
    match too_much {
        TooMuch::Values(limit) => Wording::new(format!("the metadata has more than {limit} values"))
            .effect("it was not checked")
            .help("move data into separate files"),
        TooMuch::Errors => Wording::new("too many errors in the metadata")
            .effect("the rest of it was not checked")
            .help("fix the errors above, and check again"),
        TooMuch::EndlessAlias => {
            Wording::new("this alias is part of the value that it refers to").help("write the value itself")
        }
        TooMuch::Copies { values, megabytes } => {
            Wording::new(format!("the aliases expand to more than {values} values or {megabytes} MB of text"))
                .effect("those from here on were not checked")
                .help("write the values themselves")
        }
    }
}

/// For a whole file that is too large, both numbers in megabytes.
pub(crate) fn file(megabytes: usize, limit: usize) -> Wording {
    Wording::new(format!("this README.md has {megabytes} MB"))
        .effect(format!("a file over {limit} MB is not checked"))
        .help("a card is a few pages: move data into separate files")
        .hub_only()
}
