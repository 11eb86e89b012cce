use unicode_segmentation::UnicodeSegmentation;

use crate::card::{Card, RepoType};
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `emoji` of a Space is a word, a shortcode or a sign, not an emoji, or it is several.
    ///
    /// The Hub takes only an emoji there, and shows one in the thumbnail. What it says of several is not known: that is a warning.
    "not-an-emoji", Error, predicts: [Hub], evidence: "hub-docs spaces-config-reference.md of 2026-08-22: emoji-only character allowed",
    since: "0.1.0", Check::Card(check)
}

/// Letters that are emoji, below the block of most of them.
const LETTERS: [char; 4] = ['ℹ', 'Ⓜ', '㊗', '㊙'];

fn is_no_emoji(char: char) -> bool {
    char.is_ascii() || (char.is_alphabetic() && char < '\u{1f000}' && !LETTERS.contains(&char))
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(emoji) = card.get("emoji").filter(|_| card.repo_type == RepoType::Space) else { return };
    let Some(text) = emoji.as_str().map(str::trim).filter(|text| !text.is_empty() && !text.contains("{{")) else {
        return;
    };
    // Digits, `#` and `*` begin the emoji of a key.
    let is_key = text.ends_with('\u{20e3}');
    if !is_key && text.chars().any(is_no_emoji) {
        findings
            .report(emoji.span, format!("`{text}` is not an emoji; the Hub likely rejects it"))
            .hub("\"emoji\" must be an emoji")
            .help("write the character itself, such as `emoji: 🚀`")
            .likely();
    } else if let Some(first) = text.graphemes(true).next().filter(|first| *first != text) {
        findings
            .report(emoji.span, format!("`{text}` is more than one emoji"))
            .severity(Severity::Warning)
            .likely()
            .help(format!("write one, such as `emoji: {first}`"));
    }
}
