//! The options of every subcommand that prints diagnostics.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;
use std::str::FromStr;

use anstream::AutoStream;
use clap::{ColorChoice, ValueEnum};
use colorchoice_clap::Color;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::card::CARD_NAME;
use crate::report::{Format, RenderStyle};
use crate::words::list;

/// How diagnostics are printed.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    /// Also write a report to a file, such as `sarif=cards.sarif`; repeatable
    #[arg(long = "output-file", value_name = "FORMAT=PATH")]
    pub(super) files: Vec<OutputFile>,

    /// Print the number of diagnostics per rule instead of the diagnostics; as text, or with `--format json`
    #[arg(long)]
    pub(super) statistics: bool,

    /// Print only diagnostics: no summary, no progress
    #[arg(long, short)]
    pub(super) quiet: bool,

    #[command(flatten)]
    color: Color,
}

/// A file that a report is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OutputFile {
    pub(super) format: Format,
    path: PathBuf,
}

impl FromStr for OutputFile {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (format, path) = word.split_once('=').ok_or("expected FORMAT=PATH, such as `sarif=cards.sarif`")?;
        let format = Format::from_str(format, false).map_err(|_| {
            let formats = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let names: Vec<String> = formats.map(|format| format.get_name().to_owned()).collect();
            format!("unknown format `{format}`; the formats are {}", list(names))
        })?;
        let path = PathBuf::from(path);
        match path.file_name() {
            None => Err("expected the path of a file after `=`".to_owned()),
            Some(name) if name.eq_ignore_ascii_case(CARD_NAME) => {
                Err(format!("`{}` would overwrite a card", path.display()))
            }
            Some(_) => Ok(Self { format, path }),
        }
    }
}

impl OutputFile {
    /// Creates the file, or empties it.
    pub(super) fn create(&self) -> miette::Result<BufWriter<File>> {
        let help = "name a file in a directory that exists and can be written to";
        let file = File::create(&self.path).map_err(|error| {
            miette::miette!(help = help, "cannot write the report `{}`: {error}", self.path.display())
        });
        file.map(BufWriter::new)
    }
}

impl Output {
    pub(super) fn style(&self) -> RenderStyle {
        style(self.color)
    }

    /// Rejects statistics in a format that cannot contain them, and two reports in one file.
    pub(super) fn check(&self) -> miette::Result<()> {
        let mut paths = HashSet::new();
        if let Some(twice) = self.files.iter().find(|file| !paths.insert(&file.path)) {
            let help = "write each report to its own file";
            return Err(miette::miette!(help = help, "`--output-file` names `{}` twice", twice.path.display()));
        }
        if !self.statistics || self.format.for_people() || self.format == Format::Json {
            return Ok(());
        }
        let help = "remove `--format`, or use `--format json`";
        Err(miette::miette!(help = help, "`--statistics` cannot be used with this `--format`"))
    }
}

/// How standard output is drawn: by `--color`, and by the width of the terminal.
pub(super) fn style(color: Color) -> RenderStyle {
    let color = match color.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => is_forced() || AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(40);
    RenderStyle { color, width, warnings_fail: false }
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
        if !self.wanted {
            return write();
        }
        if self.bar.is_hidden() && self.bar.elapsed().as_secs() >= 1 {
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
