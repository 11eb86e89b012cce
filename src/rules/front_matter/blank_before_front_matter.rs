use crate::rule::{Check, rule};

rule! {
    /// Blank lines or blanks stand before the front matter.
    ///
    /// The Hub and its Python client read it. GitHub, editors and other tools look at the first line only, and show the
    /// metadata as text.
    "blank-before-front-matter", Warning, predicts: [Reader],
    evidence: "the front-matter patterns; GitHub reads front matter on line 1 only",
    since: "0.1.0", Check::Read
}
