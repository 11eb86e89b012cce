//! Diagnostics in every format.
//!
//! Each card is rendered by itself, on the thread that checked it, and a [`Report`] joins the results: no format needs
//! more than one card in memory.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

pub mod answer;
mod concise;
mod effect;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod omitted;
mod sarif;
mod tally;

pub use effect::effect;
pub use tally::Tally;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    /// For people: the message, the text, what to do
    #[default]
    Full,
    /// One line per diagnostic: `path:line:column: severity[rule] message`
    Concise,
    /// One JSON document
    Json,
    /// One JSON object per line
    JsonLines,
    /// SARIF 2.1.0, with fixes
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    /// JUnit XML
    Junit,
}

/// How the reader of the output sees it.
#[derive(Clone, Copy, Debug)]
pub struct RenderStyle {
    /// Whether it may be colored.
    pub color: bool,
    /// Columns in a line.
    pub width: usize,
    /// Whether warnings fail the run: JUnit then counts them as failures.
    pub warnings_fail: bool,
}

impl Format {
    /// The diagnostics of one card; empty if the format has nothing for a card without any.
    pub fn render(self, source: &SourceFile, diagnostics: &[Diagnostic], style: RenderStyle) -> String {
        let diagnostics = &*printable_diagnostics(diagnostics);
        match self {
            Format::Full => full::render(source, diagnostics, style),
            Format::Concise => concise::render(source, diagnostics, style),
            Format::Json | Format::JsonLines => json::render(source, diagnostics, self.between()),
            Format::Sarif => sarif::render(source, diagnostics, self.between()),
            Format::Github => github::render(source, diagnostics),
            Format::Gitlab => gitlab::render(source, diagnostics, self.between()),
            Format::Junit => junit::render(source, diagnostics, style),
        }
    }

    /// What follows the diagnostics of a card if some were omitted; empty if none were, and in formats that count them at
    /// the end.
    pub fn render_omitted(self, source: &SourceFile, omitted: &Omitted, style: RenderStyle) -> String {
        if omitted.is_empty() {
            return String::new();
        }
        let text = match self {
            Format::Full | Format::Concise => omitted::line(source, omitted),
            Format::JsonLines => json::omitted(source, omitted),
            Format::Github => github::omitted(source, omitted),
            Format::Gitlab => gitlab::omitted(source, omitted),
            Format::Junit => junit::omitted(source, omitted, style),
            Format::Json | Format::Sarif => return String::new(),
        };
        format!("{}{text}", self.between())
    }

    /// Whether people read it.
    pub fn for_people(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }

    /// The separator of two diagnostics, and so of the diagnostics of two cards.
    fn between(self) -> &'static str {
        match self {
            Format::Json | Format::Sarif | Format::Gitlab => ",\n",
            Format::JsonLines => "\n",
            Format::Full | Format::Concise | Format::Github | Format::Junit => "",
        }
    }
}

/// The diagnostics as they can be shown: what they quote from the card is escaped, in every format. Only JSON contains
/// the paths, the edits and the Hub's own words exactly.
fn printable_diagnostics(diagnostics: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
    if !diagnostics.iter().any(|found| texts(found).any(|text| text.contains(printable::is_control))) {
        return Cow::Borrowed(diagnostics);
    }
    let mut shown = diagnostics.to_vec();
    for found in &mut shown {
        let texts = std::iter::once(&mut found.message)
            .chain(&mut found.help)
            .chain(found.labels.iter_mut().map(|label| &mut label.text))
            .chain(found.fix.iter_mut().map(|fix| &mut fix.title));
        texts.for_each(|text| *text = printable::text(text).into_owned());
    }
    Cow::Owned(shown)
}

/// What a diagnostic says to people.
fn texts(found: &Diagnostic) -> impl Iterator<Item = &str> {
    std::iter::once(found.message.as_str())
        .chain(found.help.as_deref())
        .chain(found.labels.iter().map(|label| label.text.as_str()))
        .chain(found.fix.iter().map(|fix| fix.title.as_str()))
}

/// A run's output, one card after the other.
pub struct Report<'a> {
    format: Format,
    out: Box<dyn Write + 'a>,
    empty: bool,
}

impl<'a> Report<'a> {
    /// Begins the output.
    pub fn begin(format: Format, out: impl Write + 'a) -> io::Result<Self> {
        let mut out: Box<dyn Write + 'a> = Box::new(out);
        match format {
            Format::Full | Format::Concise | Format::JsonLines | Format::Github => {}
            Format::Json => json::begin(&mut out)?,
            Format::Sarif => sarif::begin(&mut out)?,
            Format::Gitlab => writeln!(out, "[")?,
            Format::Junit => junit::begin(&mut out)?,
        }
        Ok(Self { format, out, empty: true })
    }

    /// Writes what [`Format::render`] made of a card.
    pub fn card(&mut self, rendered: &str) -> io::Result<()> {
        if rendered.is_empty() {
            return Ok(());
        }
        if !self.empty {
            self.out.write_all(self.format.between().as_bytes())?;
        }
        self.empty = false;
        self.out.write_all(rendered.as_bytes())
    }

    /// Writes the number of diagnostics per rule, most frequent first, if the format is for people: the summary of `json`
    /// always contains it.
    pub fn statistics(&mut self, tally: &Tally) -> io::Result<()> {
        if !self.format.for_people() {
            return Ok(());
        }
        let mut rules: Vec<_> = tally.rules.iter().collect();
        rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(**count), **rule));
        rules.iter().try_for_each(|(rule, count)| writeln!(self.out, "{count:>7}  {rule}"))
    }

    /// Writes the counts of the run, if the format is for people.
    pub fn summary(&mut self, tally: &Tally) -> io::Result<()> {
        if self.format.for_people() { writeln!(self.out, "{tally}") } else { Ok(()) }
    }

    /// Ends the output.
    pub fn end(mut self, tally: &Tally) -> io::Result<()> {
        match self.format {
            Format::Full | Format::Concise | Format::Github => {}
            Format::JsonLines if self.empty => {}
            Format::JsonLines => writeln!(self.out)?,
            Format::Json => json::end(&mut self.out, tally)?,
            Format::Sarif => sarif::end(&mut self.out, tally)?,
            Format::Gitlab => writeln!(&mut self.out, "\n]")?,
            Format::Junit => junit::end(&mut self.out)?,
        }
        self.out.flush()
    }
}
