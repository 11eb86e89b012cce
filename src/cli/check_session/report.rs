//! What is printed of one card.

use std::path::Path;

use super::{CardReport, CheckedCard, Linter, Seen, fixes};
use crate::cli::output::OutputFile;
use crate::lint::baseline::{Baseline, KnownHere, Recorded};
use crate::lint::{Checked, Omitted};
use crate::report::{RenderStyle, Tally};

impl Linter {
    /// The output for a checked card.
    pub(in crate::cli) fn report(&self, checked: &CheckedCard) -> CardReport {
        let recorded = self.recording.as_ref().map(|baseline| self.record(checked, baseline));
        let seen = match recorded {
            Some(recorded) => Some(Seen::Recorded(recorded)),
            None => checked.known.clone().map(Seen::Known),
        };
        let nothing;
        let checked = if self.recording.is_some() {
            let known = KnownHere::of(checked.diagnostics.len() + checked.omitted.total());
            let (source, fixes) = (checked.source.clone(), checked.fixes.clone());
            let (diagnostics, omitted) = (Vec::new(), Omitted::default());
            nothing = CheckedCard { source, diagnostics, omitted, known: Some(known), fixes, is_not_a_card: false };
            &nothing
        } else {
            checked
        };
        let tally = checked.tally();
        let text = if self.output.statistics {
            String::new()
        } else {
            let format = self.output.format;
            let text = format.render(&checked.source, &checked.diagnostics, self.style);
            text + &format.render_omitted(&checked.source, &checked.omitted, self.style)
        };
        let style = RenderStyle { color: false, width: 100, ..self.style };
        let render = |file: &OutputFile| {
            let text = file.format.render(&checked.source, &checked.diagnostics, style);
            text + &file.format.render_omitted(&checked.source, &checked.omitted, style)
        };
        let files = self.output.files.iter().map(render).collect();
        let fixes = if self.output.quiet { String::new() } else { fixes(checked) };
        CardReport::Checked { text, files, fixes, tally, seen }
    }

    fn record(&self, checked: &CheckedCard, baseline: &Baseline) -> Recorded {
        let path = self.config.absolute(Path::new(checked.source.path()));
        let all = Checked { diagnostics: checked.diagnostics.clone(), omitted: checked.omitted.clone(), known: None };
        baseline.record(&path, &checked.source, &all)
    }
}

impl CheckedCard {
    /// The counts of a card.
    pub(in crate::cli) fn tally(&self) -> Tally {
        let known = self.known.as_ref().map_or(0, |known| known.count);
        Tally { fixed: self.fixes.len(), known, ..Tally::of(&self.diagnostics).and(&self.omitted) }
    }
}
