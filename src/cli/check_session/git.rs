//! Cards out of git.

use std::path::Path;

use super::{CardReport, CheckedCard, Linter};
use crate::git::GitCard;
use crate::report::Format;
use crate::walk::{self, Unreadable};

impl Linter {
    /// Lints a card from git; `label` says where it comes from: "staged".
    pub(in crate::cli) fn report_git(&self, card: GitCard, label: &str) -> CardReport {
        let path = card.display_path();
        let name = if self.output.format == Format::Full { format!("{path} ({label})") } else { path };
        match self.check_git(card, name) {
            Ok(Some(checked)) => self.report(&checked),
            Ok(None) => CardReport::Skipped,
            Err(unreadable) => CardReport::Failed(unreadable),
        }
    }

    /// Lints a card from git under a name. `None` for a README.md without
    /// front matter, in whatever encoding.
    pub(in crate::cli) fn check_git(&self, card: GitCard, name: String) -> Result<Option<CheckedCard>, Unreadable> {
        if self.excludes(Path::new(&card.display_path())) {
            return Ok(None);
        }
        let shows_front_matter = walk::shows_front_matter(&card.content);
        let source = match walk::decode(name, card.content) {
            Ok(source) => source,
            Err(unreadable) if shows_front_matter => return Err(unreadable),
            Err(_) => return Ok(None),
        };
        let checked = self.check(source, Some(card.files));
        Ok((!checked.is_not_a_card).then_some(checked))
    }
}
