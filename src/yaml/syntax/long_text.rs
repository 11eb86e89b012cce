//! Values of several lines without the mark of such a text.

use super::place::Place;
use crate::source::{Edit, Fix};

impl Place<'_> {
    /// The mark of a text of several lines, for a value that begins at `start` and goes on in deeper lines than its key's.
    pub(super) fn long_text(&self, key: &str, column: usize, start: usize) -> Option<(String, Fix)> {
        let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let below = self.lines_below().skip(1);
        let lines: Vec<_> = below
            .take_while(|(_, line)| depth(line) > column || line.trim().is_empty())
            .map(|(_, line)| line)
            .collect();
        let indent = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| depth(line)).min()?;
        if self.yaml[start..].starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']) {
            return None;
        }
        let end = if self.line_start + self.line.len() < self.yaml.len()
            && self.yaml[self.line_start + self.line.len()..].starts_with("\r\n")
        {
            "\r\n"
        } else {
            "\n"
        };
        let lead = " ".repeat(indent);
        let mut help = format!(
            "a text of several lines begins with `|`:\n{}{key}: |\n{lead}{}",
            " ".repeat(column),
            self.line[start - self.line_start..].trim_end()
        );
        for line in lines.iter().filter(|line| !line.trim().is_empty()).take(3) {
            help.push('\n');
            help.push_str(line.trim_end());
        }
        let edit = Edit::insert(self.base + start, format!("|{end}{lead}"));
        Some((help, Fix::suggested("write it as a text of several lines", vec![edit])))
    }
}
