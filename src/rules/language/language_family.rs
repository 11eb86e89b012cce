use super::tags;
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::vocabulary::{Language, language};

rule! {
    /// A language is a family of languages, such as `ber` for the Berber languages.
    ///
    /// ISO 639-2 has codes for some families, and the Hub's message mentions ISO 639-2; but its list of languages has
    /// none of them, so it likely rejects them. Nobody who searches for one language of the family finds the card.
    "language-family", Warning, predicts: [Hub], evidence: "@huggingface/languages 1.0.0 lacks all of them; huggingface_hub#3862", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for tag in tags(card, findings.context) {
        if let Language::Family(name) = language(tag.text) {
            findings
                .report(
                    tag.node.span,
                    format!("`{}` is a language family ({name}): the Hub likely rejects it", tag.text),
                )
                .likely()
                .help("write the codes of the individual languages");
        }
    }
}
