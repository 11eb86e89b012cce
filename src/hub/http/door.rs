//! The card at the door: whoever changes README.md hears what the Hub says of it.

use crate::card::{CARD_NAME, Card, RepoType};
use crate::hub::state::HubError;
use crate::hub::state::files::Edit;
use crate::lint::{self, HubVerdict};
use crate::source::SourceFile;

/// The Hub's verdict on a card.
pub(super) fn judge(kind: RepoType, text: &str) -> HubVerdict {
    lint::verdict(&Card::read(SourceFile::new(CARD_NAME, text), Some(kind)))
}

/// Judges the card that a commit writes, if it does: errors refuse the commit, warnings are returned as lines.
pub(super) fn judge_edits(kind: RepoType, edits: &[Edit]) -> Result<String, HubError> {
    let written = edits.iter().rev().find_map(|edit| match edit {
        Edit::Put { path, bytes } if path == CARD_NAME => Some(String::from_utf8_lossy(bytes)),
        _ => None,
    });
    let Some(text) = written else { return Ok(String::new()) };
    let verdict = judge(kind, &text);
    if verdict.errors.is_empty() { Ok(warnings(&verdict)) } else { Err(HubError::bad_request(refusal(&verdict))) }
}

/// Why a card is refused.
pub(super) fn refusal(verdict: &HubVerdict) -> String {
    let lines = verdict.errors.iter().map(|error| format!("\n- {}", error.message));
    format!("Invalid metadata in {CARD_NAME}.{}", lines.collect::<String>())
}

/// Why a push with this card is refused, as the pusher reads it.
pub(super) fn push_refusal(verdict: &HubVerdict) -> String {
    let errors: Vec<String> = verdict.errors.iter().map(|error| error.message.clone()).collect();
    lint::push_refusal(&errors)
}

/// What is worth knowing about a card that is taken, a line each.
pub(super) fn warnings(verdict: &HubVerdict) -> String {
    let lines: Vec<String> = verdict.warnings.iter().map(|warning| format!("Warning: {}\n", warning.message)).collect();
    lines.concat()
}
