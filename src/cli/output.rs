//! The options of every subcommand that prints diagnostics.

use crate::report::{Format, Style};

/// How diagnostics are printed.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Output {
    /// How diagnostics are written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,

    #[command(flatten)]
    color: Color,
}

/// Whether output is coloured.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Color {
    /// Whether to colour the output: `auto` follows the terminal and NO_COLOR
    #[arg(long, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto)]
    color: clap::ColorChoice,
}

impl Output {
    pub(super) fn style(&self) -> Style {
        self.color.style()
    }
}

impl Color {
    pub(super) fn style(&self) -> Style {
        let color = match self.color {
            clap::ColorChoice::Always => true,
            clap::ColorChoice::Never => false,
            clap::ColorChoice::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
        };
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(40);
        Style { color, width }
    }
}
