//! Cards out of git.

use super::{Judge, Piece};
use crate::git::GitCard;
use crate::walk;

impl Judge {
    /// Judges a card that git holds; `label` tells people where: "staged". What is no card never fails a run: a
    /// README.md without front matter, in whatever encoding.
    pub(in crate::cli) fn git_piece(&self, card: GitCard, label: &str) -> Piece {
        let path = card.display_path();
        let name = if self.output.format.for_people() { format!("{path} ({label})") } else { path };
        let shows_front_matter = card.shows_front_matter();
        let source = match walk::decode(name, card.content) {
            Ok(source) => source,
            Err(unreadable) if shows_front_matter => return Piece::Failed(unreadable),
            Err(_) => return Piece::PassedOver,
        };
        let judged = self.judge(source, Some(card.files));
        if judged.is_no_card() { Piece::PassedOver } else { self.piece(&judged) }
    }
}
