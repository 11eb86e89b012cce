//! Cards out of git.

use std::mem;
use std::path::Path;

use super::{CardReport, CheckedCard, Linter};
use crate::card::Document;
use crate::git::{FSCK_HELP, GitCard};
use crate::lint::Checked;
use crate::lint::novelty::only_new;
use crate::report::Format;
use crate::rule::RepoFiles;
use crate::source::SourceFile;
use crate::walk::{self, Unreadable};

impl Linter {
    /// Lints a card from git; `label` says where it comes from: "staged".
    pub(in crate::cli) fn report_git(&self, card: GitCard, label: &str) -> CardReport {
        let name = self.name(&card, label);
        self.reported(self.check_git(card, name))
    }

    /// As `report_git`, with only the diagnostics that none of the earlier versions of the card had.
    pub(in crate::cli) fn report_new_in_git(&self, card: GitCard, earlier: Vec<GitCard>, label: &str) -> CardReport {
        let (path, name) = (card.display_path(), self.name(&card, label));
        let known = earlier.into_iter().filter_map(|card| self.check_version(card, path.clone()).ok()?);
        let known: Vec<_> = known
            .map(|CheckedCard { source, diagnostics, omitted, known, .. }| {
                (source, Checked { diagnostics, omitted, known })
            })
            .collect();
        let only_new = |mut checked: CheckedCard| {
            let (diagnostics, omitted) = (mem::take(&mut checked.diagnostics), mem::take(&mut checked.omitted));
            let all = Checked { diagnostics, omitted, known: None };
            let new = only_new(&checked.source, all, &known);
            (checked.diagnostics, checked.omitted) = (new.diagnostics, new.omitted);
            checked
        };
        self.reported(self.check_version(card, name).map(|checked| checked.map(only_new)))
    }

    fn name(&self, card: &GitCard, label: &str) -> String {
        let path = card.display_path();
        if self.output.format == Format::Full { format!("{path} ({label})") } else { path }
    }

    fn reported(&self, checked: Result<Option<CheckedCard>, Unreadable>) -> CardReport {
        match checked {
            Ok(Some(checked)) => self.report(&checked),
            Ok(None) => CardReport::Skipped,
            Err(unreadable) => CardReport::Failed(unreadable),
        }
    }

    /// Lints a card from git under a name. `None` for a README.md without
    /// front matter, in whatever encoding.
    pub(in crate::cli) fn check_git(&self, card: GitCard, name: String) -> Result<Option<CheckedCard>, Unreadable> {
        self.check_with(card, name, Self::check)
    }

    /// As `check_git`, for a card that is compared with other versions.
    fn check_version(&self, card: GitCard, name: String) -> Result<Option<CheckedCard>, Unreadable> {
        self.check_with(card, name, Self::check_to_compare)
    }

    fn check_with(
        &self,
        card: GitCard,
        name: String,
        check: impl Fn(&Self, SourceFile, Option<RepoFiles>) -> CheckedCard,
    ) -> Result<Option<CheckedCard>, Unreadable> {
        let path = card.display_path();
        if self.excludes(Path::new(&path)) {
            return Ok(None);
        }
        let content = card.content.map_err(|reason| {
            let problem = format!("cannot read `{path}` from git: {reason}");
            Unreadable { name: name.clone(), problem, help: Some(FSCK_HELP.into()) }
        })?;
        let is_results = Document::of(Path::new(&path)) == Document::EvalResults;
        let shows_front_matter = is_results || walk::shows_front_matter(&content);
        let source = match walk::decode(name, content) {
            Ok(source) => source,
            Err(unreadable) if shows_front_matter => return Err(unreadable),
            Err(_) => return Ok(None),
        };
        let checked = check(self, source, Some(card.files));
        Ok((!checked.is_not_a_card).then_some(checked))
    }
}
