//! Known findings are not reported.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CheckedCard, Linter};
use crate::cli::Failure;
use crate::lint::Checked;
use crate::lint::baseline::{Baseline, Seen};
use crate::lint::config::Config;
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
        let known = KnownFindings { baseline: baseline.into(), records: self.write_baseline };
        Ok(Linter { known: Some(known), ..linter })
    }

    /// Ends a run that has seen these cards: writes the file, or reports what the file has and the run has not found.
    pub(in crate::cli) fn end(&self, linter: &Linter, seen: Vec<Seen>, err: &mut dyn Write) -> Result<(), Failure> {
        let Some(KnownFindings { baseline, .. }) = &linter.known else { return Ok(()) };
        let updated = baseline.updated(seen, &linter.selected);
        let gone = baseline.without(&updated);
        let file = printable::line(&baseline.file.display().to_string()).into_owned();
        if self.write_baseline {
            updated.write().map_err(|error| {
                let help = "name a file in a directory that exists and can be written to";
                miette::miette!(help = help, "cannot write the baseline `{file}`: {error}")
            })?;
            if !linter.output.quiet {
                writeln!(err, "recorded {} in {file}", count(updated.count(), "finding"))?;
            }
            return Ok(());
        }
        if !linter.output.quiet {
            report(&gone, &file, err)?;
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

/// What a run does not report.
#[derive(Clone)]
pub(super) struct KnownFindings {
    baseline: Arc<Baseline>,
    /// Whether everything is recorded, and so nothing reported.
    records: bool,
}

impl KnownFindings {
    /// A checked card without the findings that are known; `seen` is what was found.
    pub(super) fn removed_from(&self, checked: &CheckedCard, config: &Config, seen: &mut Option<Seen>) -> CheckedCard {
        let path = config.absolute(Path::new(checked.source.path()));
        let found = Checked { diagnostics: checked.diagnostics.clone(), omitted: checked.omitted.clone() };
        let (new, all) = self.baseline.split(&path, &checked.source, found);
        *seen = Some(all);
        let Checked { diagnostics, omitted } = if self.records { Checked::default() } else { new };
        CheckedCard { source: checked.source.clone(), diagnostics, omitted, fixes: checked.fixes.clone(), ..*checked }
    }
}
