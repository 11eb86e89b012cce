use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::filters;
use crate::yaml::Node;

rule! {
    /// A value of `multilinguality`, `annotations_creators` or `language_creators` is close to one that the Hub's
    /// filters know.
    ///
    /// The Hub silently accepts any string under these keys. A search for `monolingual` or `expert-generated` does not
    /// find a dataset with another spelling.
    "misspelt-value", Warning, predicts: [Reader], evidence: "datasets 5.2.0, lists of tags of 2022", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for (key, known) in filters().iter().filter(|(key, _)| card.get(key).is_some()) {
        for node in card.get(key).map(Node::items).unwrap_or_default() {
            let Some(text) = node.as_str().filter(|text| !known.iter().any(|known| known == text)) else { continue };
            let Some(meant) = nearest(text, known.iter().map(String::as_str)) else { continue };
            findings
                .report(node.span, format!("`{text}` is not one of the values that the Hub's `{key}` filter knows"))
                .help(format!("did you mean `{meant}`?"))
                .fix(Fix::suggested(format!("write `{meant}`"), vec![edit::replace(node, meant)]));
        }
    }
}
