//! Values of several lines that are not block scalars.

use super::place::Place;
use crate::source::{Edit, Repair};

impl Place<'_> {
    /// A value that begins at `start` and goes on in deeper lines than its key's as a block scalar, and the edits to it.
    pub(super) fn long_text(&self, key: &str, column: usize, start: usize) -> Option<(String, Repair)> {
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
        let first = self.line[start - self.line_start..].trim_end();
        let mut block = format!("{}{key}: |\n{lead}{first}", " ".repeat(column));
        for line in lines.iter().filter(|line| !line.trim().is_empty()).take(3) {
            block.push('\n');
            block.push_str(line.trim_end());
        }
        let edit = Edit::insert(self.base + start, format!("|{end}{lead}"));
        Some((block, Repair::suggested(vec![edit])))
    }
}
