//! What fixes would change, as a patch.

use std::io::{self, Write};

use crate::diff::{self, CONTEXT};
use crate::printable;
use crate::source::SourceFile;

/// What a fix would change in one card.
pub(super) struct Diff {
    name: String,
    /// Empty if nothing.
    unified: String,
}

impl Diff {
    pub(super) fn of(before: &SourceFile, after: &SourceFile) -> Self {
        let unified = if before.text == after.text {
            String::new()
        } else {
            let name = printable::line(&before.name);
            diff::Diff::new(&before.text, &after.text).unified(&name, &name, CONTEXT)
        };
        Self { name: before.name.clone(), unified }
    }

    /// Prints the diff, a patch where it can be one: line ends are kept, and control characters are escaped.
    pub(super) fn print(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
        let shown = printable::block(&self.unified);
        out.write_all(shown.as_bytes())?;
        let name = printable::line(&self.name);
        if !shown.is_empty() && (shown != self.unified || name != self.name) {
            out.flush()?;
            let why =
                "contains control characters, which this diff shows escaped: apply it with `--fix`, not as a patch";
            writeln!(err, "note: {name} {why}")?;
        }
        Ok(())
    }
}
