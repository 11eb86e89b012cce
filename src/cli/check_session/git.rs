//! Cards out of git.

use std::mem;
use std::path::Path;

use super::{CardReport, CheckedCard, Linter};
use crate::git::{FSCK, GitCard};
use crate::lint::novelty::only_new;
use crate::report::Format;
use crate::walk::{self, Unreadable};

impl Linter {
    /// Lints a card from git; `label` says where it comes from: "staged".
    pub(in crate::cli) fn report_git(&self, card: GitCard, label: &str) -> CardReport {
        self.report_chosen(card, label, |_| ())
    }

    fn report_chosen(&self, card: GitCard, label: &str, choose: impl FnOnce(&mut CheckedCard)) -> CardReport {
        let path = card.display_path();
        let name = if self.output.format == Format::Full { format!("{path} ({label})") } else { path };
        match self.check_git(card, name) {
            Ok(Some(mut checked)) => {
                choose(&mut checked);
                self.report(&checked)
            }
            Ok(None) => CardReport::Skipped,
            Err(unreadable) => CardReport::Failed(unreadable),
        }
    }

    /// As `report_git`, with only the diagnostics that none of the earlier versions of the card had.
    pub(in crate::cli) fn report_new_in_git(&self, card: GitCard, earlier: Vec<GitCard>, label: &str) -> CardReport {
        let path = card.display_path();
        let known = earlier.into_iter().filter_map(|card| self.check_git(card, path.clone()).ok()?);
        let known: Vec<_> = known.map(|checked| (checked.source, checked.diagnostics)).collect();
        self.report_chosen(card, label, |checked| {
            checked.diagnostics = only_new(&checked.source, mem::take(&mut checked.diagnostics), &known);
        })
    }

    /// Lints a card from git under a name. `None` for a README.md without
    /// front matter, in whatever encoding.
    pub(in crate::cli) fn check_git(&self, card: GitCard, name: String) -> Result<Option<CheckedCard>, Unreadable> {
        let path = card.display_path();
        if self.excludes(Path::new(&path)) {
            return Ok(None);
        }
        let content = card.content.map_err(|reason| {
            let problem = format!("cannot read `{path}` from git: {reason}");
            Unreadable { name: name.clone(), problem, help: Some(FSCK) }
        })?;
        let shows_front_matter = walk::shows_front_matter(&content);
        let source = match walk::decode(name, content) {
            Ok(source) => source,
            Err(unreadable) if shows_front_matter => return Err(unreadable),
            Err(_) => return Ok(None),
        };
        let checked = self.check(source, Some(card.files));
        Ok((!checked.is_not_a_card).then_some(checked))
    }
}
