//! The options of every subcommand that prints diagnostics.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::report::{Format, Style};

/// How diagnostics are printed.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// How diagnostics are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Count the diagnostics of each rule instead of showing them: as text, or with `--format json`
    #[arg(long)]
    pub(super) statistics: bool,

    /// Print diagnostics only: no summary, no progress
    #[arg(long, short)]
    pub(super) quiet: bool,

    #[command(flatten)]
    color: Color,
}

/// Whether output is coloured.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Color {
    /// Whether to colour the output: `auto` follows the terminal, NO_COLOR and FORCE_COLOR
    #[arg(long, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto)]
    color: clap::ColorChoice,
}

impl Output {
    pub(super) fn style(&self) -> Style {
        self.color.style()
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

impl Color {
    pub(super) fn style(&self) -> Style {
        let color = match self.color {
            clap::ColorChoice::Always => true,
            clap::ColorChoice::Never => false,
            clap::ColorChoice::Auto => {
                let forced = std::env::var_os("FORCE_COLOR")
                    .is_some_and(|force| !["", "0"].map(OsString::from).contains(&force));
                let plain = std::env::var_os("NO_COLOR").is_some_and(|no| !no.is_empty());
                (forced && !plain) || anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
            }
        };
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(40);
        Style { color, width, warnings_fail: false }
    }
}

/// The count of cards on standard error, where that is a terminal and the run takes longer than a second.
pub(super) struct Progress {
    bar: ProgressBar,
    wanted: bool,
}

impl Progress {
    pub(super) fn new(wanted: bool) -> Self {
        let wanted = wanted && io::stderr().is_terminal();
        Self { bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()), wanted }
    }

    /// Counts, and writes `text` so that it does not run into the bar.
    pub(super) fn around<T>(&mut self, cards: usize, text: bool, write: impl FnOnce() -> T) -> T {
        if self.wanted && self.bar.is_hidden() && self.bar.elapsed().as_secs() >= 1 {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            // The template is the constant below, and right.
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
