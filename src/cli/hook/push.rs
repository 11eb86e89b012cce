//! The cards of a push, and why they are rejected.

use std::collections::HashSet;

use gix::ObjectId;
use gix::bstr::BString;

use super::super::check_session::{CheckedCard, Linter};
use crate::card::CARD_NAME;
use crate::git::{Changes, GitCard, RefUpdate, Repository};
use crate::lint::hub_verdict;
use crate::report::{Format, RenderStyle};
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::walk::{self, Unreadable};

/// The cards that a push changes: of several refs, each content once, with the first ref that has it.
#[derive(Default)]
pub(super) struct Pushed {
    seen: HashSet<(BString, ObjectId)>,
    cards: Vec<(GitCard, CardVersion)>,
}

/// Where a card of a push is.
pub(super) struct CardVersion {
    path: BString,
    id: ObjectId,
    tip: ObjectId,
    /// The branch or tag that has it.
    pub(super) branch: String,
}

impl Pushed {
    pub(super) fn add(&mut self, changes: Changes, update: &RefUpdate) {
        let Some(tip) = changes.tip else { return };
        for card in changes.cards {
            let place = CardVersion { path: card.path.clone(), id: card.id, tip, branch: update.short_name() };
            if self.seen.insert((place.path.clone(), place.id)) {
                self.cards.push((card, place));
            }
        }
    }

    /// Lints the cards on every core and passes them to `take` in order.
    pub(super) fn lint<E>(
        self,
        linter: &Linter,
        mut take: impl FnMut(&CardVersion, Result<Option<CheckedCard>, Unreadable>) -> Result<(), E>,
    ) -> Result<(), E> {
        let work = |(card, place): (GitCard, CardVersion)| {
            let name = card.display_path();
            (place, linter.check_git(card, name))
        };
        walk::ordered(self.cards.into_iter(), work, |(place, checked)| take(&place, checked))
    }
}

/// Why a push is rejected.
pub(super) struct Refusals<'a> {
    repository: &'a Repository,
    /// In the Hub's words where it would reject a card, in ours where a client would.
    pub(super) reasons: Vec<String>,
    /// One line each: `path:line:column: error[rule] message (commit ID, BRANCH)`.
    pub(super) places: Vec<String>,
}

impl<'a> Refusals<'a> {
    pub(super) fn new(repository: &'a Repository) -> Self {
        Self { repository, reasons: Vec::new(), places: Vec::new() }
    }

    /// Adds the errors of a card.
    pub(super) fn add(&mut self, place: &CardVersion, checked: &CheckedCard) {
        let errors: Vec<Diagnostic> =
            checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
        if errors.is_empty() {
            return;
        }
        let hub = hub_verdict(&checked.diagnostics).errors.into_iter().map(|error| error.message);
        let ours = errors.iter().filter(|found| found.hub.is_none());
        let ours =
            ours.map(|found| format!("{} (line {})", found.message, checked.source.position(found.at.start).line));
        let reasons: Vec<String> = hub.chain(ours).collect();
        self.add_reasons(checked.source.path().to_owned(), reasons);
        let lines = Format::Concise.render(
            &checked.source,
            &errors,
            RenderStyle { color: false, width: usize::MAX, warnings_fail: false },
        );
        self.add_places(place, lines.lines());
    }

    /// Adds a card that cannot be read.
    pub(super) fn add_unreadable(&mut self, place: &CardVersion, unreadable: &Unreadable) {
        self.add_reasons(unreadable.name.clone(), vec![unreadable.problem.clone()]);
        self.add_places(place, [unreadable.to_string().as_str()]);
    }

    /// The Hub knows one card per repo; others are named by their path.
    fn add_reasons(&mut self, path: String, reasons: Vec<String>) {
        let place = if path == CARD_NAME { String::new() } else { format!("{path}: ") };
        self.reasons.extend(reasons.into_iter().map(|reason| format!("{place}{reason}")));
    }

    fn add_places<'b>(&mut self, place: &CardVersion, lines: impl IntoIterator<Item = &'b str>) {
        let commit = self.repository.origin(place.tip, place.path.as_ref(), place.id);
        self.places.extend(lines.into_iter().map(|line| format!("{line} (commit {commit}, {})", place.branch)));
    }
}
