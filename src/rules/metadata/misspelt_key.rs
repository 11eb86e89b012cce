use crate::card::Card;
use crate::lint::nearest::nearest;
use crate::lint::rule::{Check, Findings, rule};
use crate::lint::schema::known_keys;
use crate::source::{Edit, Fix};

rule! {
    /// A key is not one that the Hub or its clients know, but close to one.
    ///
    /// Nobody refuses an unknown key, and nobody reads it: what it says is lost.
    "misspelt-key", Warning, predicts: [Hub], evidence: "the Hub accepts unknown keys without a word", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        // The keys of the gate have rules of their own.
        if Card::is_known_key(key) || known_keys(card.repo_type).any(|known| known == key) || key.contains("gate") {
            continue;
        }
        let free = known_keys(card.repo_type).filter(|known| card.get(known).is_none() && !known.contains("gate"));
        let Some(known) = nearest(key, free) else { continue };
        findings
            .report(entry.key.span, format!("nobody reads the key `{key}`"))
            .help(format!("did you mean `{known}`?"))
            .fix(Fix::suggested(format!("rename it to `{known}`"), vec![Edit::replace(entry.key.span, known)]));
    }
}
