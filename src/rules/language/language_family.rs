use super::words;
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::vocabulary::{Language, language};

rule! {
    /// A language is a family of languages, such as `ber` for the Berber languages.
    ///
    /// ISO 639-2 has codes for some families, and the Hub's message names ISO 639-2; but its list of languages holds none
    /// of them, so it likely refuses them. Nobody finds a card under a family who looks for one of its languages.
    "language-family", Warning, predicts: [Hub], evidence: "@huggingface/languages lacks all of them; huggingface_hub#3862", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for word in words(card, findings.context) {
        if let Language::Family(name) = language(word.text) {
            findings
                .report(
                    word.node.span,
                    format!("`{}` is a family ({name}): likely not among the Hub's codes", word.text),
                )
                .likely()
                .help("write the codes of its languages");
        }
    }
}
