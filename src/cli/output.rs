//! The options of every subcommand that prints diagnostics.

use std::io::{self, IsTerminal};

use anstream::AutoStream;
use clap::ColorChoice;
use colorchoice_clap::Color;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::{Format, Style};

/// How diagnostics are printed.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Print the number of diagnostics per rule instead of the diagnostics; as text, or with `--format json`
    #[arg(long)]
    pub(super) statistics: bool,

    /// Print only diagnostics: no summary, no progress
    #[arg(long, short)]
    pub(super) quiet: bool,

    #[command(flatten)]
    color: Color,
}

impl Output {
    pub(super) fn style(&self) -> Style {
        style(self.color)
    }

    /// Rejects statistics in a format that cannot hold them.
    pub(super) fn check(&self) -> miette::Result<()> {
        if !self.statistics || self.format.for_people() || self.format == Format::Json {
            return Ok(());
        }
        let help = "remove `--format`, or use `--format json`";
        Err(miette::miette!(help = help, "`--statistics` cannot be used with this `--format`"))
    }
}

/// How standard output is drawn: by `--color`, and by the width of the terminal.
pub(super) fn style(color: Color) -> Style {
    let color = match color.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => is_forced() || AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(40);
    Style { color, width, warnings_fail: false }
}

/// `FORCE_COLOR`, which anstream does not know; its `NO_COLOR` is stronger.
fn is_forced() -> bool {
    let is_set = |name, off: &[&str]| std::env::var_os(name).is_some_and(|value| !off.iter().any(|off| value == *off));
    is_set("FORCE_COLOR", &["", "0"]) && !is_set("NO_COLOR", &[""])
}

/// Progress on standard error, if that is a terminal and the run takes longer than a second.
pub(super) struct Progress {
    bar: ProgressBar,
    wanted: bool,
}

impl Progress {
    pub(super) fn new(wanted: bool) -> Self {
        let wanted = wanted && io::stderr().is_terminal();
        Self { bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()), wanted }
    }

    /// Advances the count, and writes `text` without disturbing the bar.
    pub(super) fn around<T>(&mut self, cards: usize, text: bool, write: impl FnOnce() -> T) -> T {
        if self.wanted && self.bar.is_hidden() && self.bar.elapsed().as_secs() >= 1 {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            // A constant, and valid.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} cards, {per_sec}") {
                self.bar.set_style(style);
            }
        }
        self.bar.set_position(cards as u64);
        if text && !self.bar.is_hidden() { self.bar.suspend(write) } else { write() }
    }

    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}
