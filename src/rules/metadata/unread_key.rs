use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A key is ignored, because the Hub reads what it says from elsewhere.
    ///
    /// The Hub takes modalities from `tags`, and papers from links to arXiv in the text; it ignores the keys
    /// `modalities` and `arxiv`.
    "unread-key", Info, predicts: [Hub], evidence: "hub-docs datasets-cards.md; huggingface.js api-dataset.ts", since: "0.1.0",
    Check::Card(check)
}

/// Keys that authors write, and where the Hub looks instead.
const UNREAD: [(&str, &str); 6] = [
    ("modalities", "move them to `tags`: `audio`, `image`, `text`, …"),
    ("modality", "move it to `tags`: `audio`, `image`, `text`, …"),
    ("arxiv", "link to the paper at arxiv.org in the text below the metadata: the Hub finds it there"),
    ("arxiv_id", "link to the paper at arxiv.org in the text below the metadata: the Hub finds it there"),
    ("paper", "link to the paper in the text below the metadata: the Hub finds links to arXiv there"),
    ("keywords", "move them to `tags`"),
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let key = entry.key.as_str().unwrap_or_default();
        if let Some((_, help)) = UNREAD.iter().find(|(unread, _)| *unread == key) {
            findings.report(entry.key.span, format!("the Hub ignores `{key}`")).help(*help);
        }
    }
}
