//! Cards out of git.

use std::path::Path;

use super::{Judge, Judged, Piece};
use crate::git::GitCard;
use crate::report::Format;
use crate::walk::{self, Unreadable};

impl Judge {
    /// Judges a card that git holds; `label` tells people where: "staged".
    pub(in crate::cli) fn git_piece(&self, card: GitCard, label: &str) -> Piece {
        let path = card.display_path();
        let name = if self.output.format == Format::Full { format!("{path} ({label})") } else { path };
        match self.git_judged(card, name) {
            Ok(Some(judged)) => self.piece(&judged),
            Ok(None) => Piece::PassedOver,
            Err(unreadable) => Piece::Failed(unreadable),
        }
    }

    /// Judges a card that git holds, under a name. What is no card never fails a run: `None` for a README.md without
    /// front matter, in whatever encoding.
    pub(in crate::cli) fn git_judged(&self, card: GitCard, name: String) -> Result<Option<Judged>, Unreadable> {
        if self.excludes(Path::new(&card.display_path())) {
            return Ok(None);
        }
        let shows_front_matter = walk::shows_front_matter(&card.content);
        let source = match walk::decode(name, card.content) {
            Ok(source) => source,
            Err(unreadable) if shows_front_matter => return Err(unreadable),
            Err(_) => return Ok(None),
        };
        let judged = self.judge(source, Some(card.files));
        Ok((!judged.is_no_card).then_some(judged))
    }
}
