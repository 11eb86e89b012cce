//! Known findings are not reported.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::Linter;
use crate::cli::Failure;
use crate::lint::baseline::{Baseline, KnownHere, Recorded};
use crate::printable;
use crate::words::count;

/// How many findings that are gone are named.
const MAX_NAMED: usize = 5;

/// The known findings of a run.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Baseline")]
pub(in crate::cli) struct BaselineArgs {
    /// Report only findings that this file does not have [default: from the configuration]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Record the findings of this run in the baseline, drop those that are gone, and report none
    #[arg(long, conflicts_with_all = ["diff", "watch", "input"])]
    #[cfg_attr(feature = "git", arg(conflicts_with_all = ["staged", "since"]))]
    write_baseline: bool,
}

impl BaselineArgs {
    /// The file that the command line names.
    pub(super) fn file(&self) -> Option<&PathBuf> {
        self.baseline.as_ref()
    }

    /// The linter with these known findings.
    pub(in crate::cli) fn apply(&self, linter: Linter) -> miette::Result<Linter> {
        let file = self.baseline.as_ref().or(linter.config.baseline.as_ref());
        let Some(file) = file else {
            if self.write_baseline {
                let help = "name it: `--baseline cardlint-baseline.json`, or `baseline = \"cardlint-baseline.json\"` in the configuration";
                return Err(miette::miette!(help = help, "`--write-baseline` needs a file to write"));
            }
            return Ok(linter);
        };
        let baseline = Baseline::read(file, self.write_baseline)?;
        let baseline = Arc::new(baseline);
        Ok(if self.write_baseline {
            Linter { recording: Some(baseline), ..linter }
        } else {
            Linter { known: Some(baseline), ..linter }
        })
    }

    /// Ends a run that has seen these cards: writes the file, or reports what the file has and the run has not found.
    pub(super) fn end(linter: &Linter, seen: Vec<Seen>, err: &mut dyn Write) -> Result<(), Failure> {
        let (mut known, mut recorded) = (Vec::new(), Vec::new());
        for card in seen {
            match card {
                Seen::Known(card) => known.push(card),
                Seen::Recorded(card) => recorded.push(card),
            }
        }
        let file = |baseline: &Baseline| printable::line(&baseline.file.display().to_string()).into_owned();
        if let Some(baseline) = &linter.recording {
            let updated = baseline.updated(recorded, &linter.selected);
            let file = file(baseline);
            updated.write().map_err(|error| {
                let help = "name a file in a directory that exists and can be written to";
                miette::miette!(help = help, "cannot write the baseline `{file}`: {error}")
            })?;
            if !linter.output.quiet {
                writeln!(err, "recorded {} in {file}", count(updated.count(), "finding"))?;
            }
        }
        if let Some(baseline) = &linter.known
            && !linter.output.quiet
        {
            report(&baseline.gone(&known, &linter.selected), &file(baseline), err)?;
        }
        Ok(())
    }
}

fn report(gone: &[(String, usize)], file: &str, err: &mut dyn Write) -> io::Result<()> {
    let total: usize = gone.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return Ok(());
    }
    let occur = if total == 1 { "no longer occurs" } else { "no longer occur" };
    writeln!(err, "warning: {} in {file} {occur}:", count(total, "finding"))?;
    for (finding, count) in gone.iter().take(MAX_NAMED) {
        let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
        writeln!(err, "  {}{times}", printable::line(finding))?;
    }
    match gone.len().saturating_sub(MAX_NAMED) {
        0 => {}
        more => writeln!(err, "  and {more} more")?,
    }
    writeln!(err, "  help: `--write-baseline` removes them")
}

/// What a card has that is known, or that is to be known.
#[derive(Debug)]
pub(in crate::cli) enum Seen {
    Known(KnownHere),
    Recorded(Recorded),
}
