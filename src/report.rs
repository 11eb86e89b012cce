//! Diagnostics in every format.
//!
//! A card is rendered by itself, on whichever thread checked it, and the pieces are joined by a [`Report`]: no format
//! needs more than one card in memory.

use std::io::{self, Write};

use crate::lint::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

mod concise;
mod full;
mod json;
mod tally;

pub use tally::Tally;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the text, the place, what to do
    #[default]
    Full,
    /// One line each: `path:line:column: severity[rule] message`
    Concise,
    /// One JSON document
    Json,
    /// A JSON object a line
    JsonLines,
}

/// What the reader of the output can see.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether it may be coloured.
    pub color: bool,
    /// Columns in a line.
    pub width: usize,
}

impl Format {
    /// The diagnostics of one card; empty where there are none.
    pub fn render(self, source: &SourceFile, diagnostics: &[Diagnostic], style: Style) -> String {
        match self {
            Format::Full => full::render(source, diagnostics, style),
            Format::Concise => concise::render(source, diagnostics, style),
            Format::Json => json::render(source, diagnostics, ",\n"),
            Format::JsonLines => json::render(source, diagnostics, "\n"),
        }
    }

    /// Whether the format is for people: those end with a summary.
    pub fn for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}

/// A run's output, one card after the other.
pub struct Report<'a> {
    format: Format,
    out: &'a mut dyn Write,
    empty: bool,
}

impl<'a> Report<'a> {
    /// Begins the output.
    pub fn begin(format: Format, out: &'a mut dyn Write) -> io::Result<Self> {
        match format {
            Format::Full | Format::Concise | Format::JsonLines => {}
            Format::Json => json::begin(out)?,
        }
        Ok(Self { format, out, empty: true })
    }

    /// Writes what [`Format::render`] made of a card; `live` shows it at once.
    pub fn card(&mut self, rendered: &str, live: bool) -> io::Result<()> {
        if rendered.is_empty() {
            return Ok(());
        }
        if !self.empty {
            self.out.write_all(self.format.between().as_bytes())?;
        }
        self.empty = false;
        self.out.write_all(rendered.as_bytes())?;
        if live { self.out.flush() } else { Ok(()) }
    }

    /// Ends the output.
    pub fn end(self, tally: &Tally) -> io::Result<()> {
        match self.format {
            Format::Full | Format::Concise | Format::JsonLines => {}
            Format::Json => json::end(self.out, tally)?,
        }
        self.out.flush()
    }
}

impl Format {
    /// What stands between the pieces of two cards.
    fn between(self) -> &'static str {
        match self {
            Format::Full | Format::Concise | Format::JsonLines => "",
            Format::Json => ",\n",
        }
    }
}

/// The word for a severity in every format that has no own one.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
