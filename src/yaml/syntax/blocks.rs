//! The lists and mappings by indentation that are open where a text stops being YAML.

/// A list or a mapping by indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Where its items or keys begin.
    pub(super) column: usize,
    pub(super) is_list: bool,
}

/// Those around the end of a text, the outermost first.
pub(super) fn open(text: &str) -> Vec<Block> {
    let mut open: Vec<Block> = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim_start_matches(' ');
        if rest.trim().is_empty() || rest.starts_with('#') {
            continue;
        }
        let mut column = line.len() - rest.len();
        open.retain(|block| block.column <= column);
        while rest == "-" || rest.starts_with("- ") {
            begin(&mut open, Block { column, is_list: true });
            let item = rest[1..].trim_start_matches(' ');
            column += rest.len() - item.len();
            rest = item;
        }
        if rest.contains(": ") || rest.trim_end().ends_with(':') {
            // A list may be in the column of its key, and ends with the next key.
            open.pop_if(|last| *last == Block { column, is_list: true });
            begin(&mut open, Block { column, is_list: false });
        } else if open.is_empty() {
            // The document is a text, and so is what looks like items below.
            return open;
        }
    }
    open
}

fn begin(open: &mut Vec<Block>, block: Block) {
    if open.last() != Some(&block) {
        open.push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<(usize, bool)> {
        open(text).iter().map(|block| (block.column, block.is_list)).collect()
    }

    #[test]
    fn lists_and_maps_end_with_a_line_further_left() {
        let text = "configs:\n- config_name: a\n  data_files:\n  - split: train\n    path: a.csv\n";
        let inner = [(0, false), (0, true), (2, false), (2, true), (4, false)];
        assert_eq!(columns(text), inner);
        assert_eq!(columns(&format!("{text}  default: true\n")), inner[..3]);
        assert_eq!(columns(&format!("{text}license: mit\n")), inner[..1]);
    }

    #[test]
    fn a_line_may_begin_several() {
        assert_eq!(columns("a:\n  - - b: c"), [(0, false), (2, true), (4, true), (6, false)]);
        assert_eq!(columns("# a: b\n\nplain text\n- not an item"), []);
    }
}
