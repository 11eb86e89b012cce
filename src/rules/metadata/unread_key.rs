use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A key says something that the Hub reads elsewhere.
    ///
    /// The Hub takes modalities from `tags` and papers from links to arXiv in the text; the keys `modalities` and `arxiv` are
    /// kept and ignored.
    "unread-key", Info, predicts: [Hub], evidence: "hub-docs datasets-cards.md; huggingface.js api-dataset.ts", since: "0.1.0",
    Check::Card(check)
}

/// Keys that people write, and where the Hub looks instead.
const UNREAD: [(&str, &str); 6] = [
    ("modalities", "write them in `tags`: `audio`, `image`, `text`, …"),
    ("modality", "write it in `tags`: `audio`, `image`, `text`, …"),
    ("arxiv", "link to the paper at arxiv.org in the text below: the Hub finds it there"),
    ("arxiv_id", "link to the paper at arxiv.org in the text below: the Hub finds it there"),
    ("paper", "link to the paper in the text below: the Hub finds links to arXiv there"),
    ("keywords", "write them in `tags`"),
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let key = entry.key.as_str().unwrap_or_default();
        if let Some((_, help)) = UNREAD.iter().find(|(unread, _)| *unread == key) {
            findings.report(entry.key.span, format!("the Hub does not read `{key}`")).help(*help);
        }
    }
}
