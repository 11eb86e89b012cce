use crate::rule::{Check, Wording, rule};

rule! {
    /// Blank lines or spaces before the front matter.
    ///
    /// The Hub and its Python client read it. GitHub, editors and other tools look only at the first line, and show the
    /// metadata as text.
    "blank-before-front-matter", Warning, predicts: [Reader],
    evidence: "the front-matter patterns; GitHub reads front matter on line 1 only",
    since: "0.1.0", Check::Read
}

pub(crate) fn words() -> Wording {
    Wording::new("the front matter does not begin on the first line")
        .effect("GitHub and other tools ignore it")
        .help("remove the whitespace before the front matter")
}
