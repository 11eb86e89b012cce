//! What is being typed: where in the metadata a cursor is, whether the YAML is complete or not.

use super::outline::{Outline, Step, indent, key, unquoted};
use crate::source::Span;

/// What could be written at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A key: its colon is there already.
    Key,
    /// A value: it follows a colon.
    Value,
    /// Either: a word on a line of its own, or an item.
    Word,
}

/// The place of a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// From the top to the collection that the word is in; for a value to the value itself.
    pub(super) path: Vec<Step>,
    pub(super) slot: Slot,
    /// The word at the cursor, quotes included; empty where there is none yet.
    pub(super) word: Span,
    /// The keys that are there already, beside the word.
    pub(super) siblings: Vec<String>,
    /// Whether it is in brackets, where no line may be begun.
    pub(super) flow: bool,
}

/// The YAML of a card: between its fences, or as far as it goes where the second one is not there yet.
pub(super) fn block(text: &str) -> Option<Span> {
    let fence = text.len() - text.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{feff}').len();
    let rest = text[fence..].strip_prefix("---")?;
    let first = rest.find('\n').filter(|end| rest[..*end].trim().is_empty())?;
    let start = fence + 3 + first + 1;
    let mut end = start;
    let mut blank = false;
    for line in text[start..].split_inclusive('\n') {
        // Markdown begins where the closing fence should be.
        if line.starts_with("---") || (blank && line.starts_with("# ")) {
            break;
        }
        blank = line.trim().is_empty();
        end += line.len();
    }
    Some(Span::new(start, end))
}

/// The place of the byte `offset` in a block of YAML; `None` where nothing of it is: outside, in a comment, or in a text of
/// several lines.
pub(super) fn at(text: &str, block: Span, offset: usize) -> Option<Cursor> {
    if !(block.start..=block.end).contains(&offset) {
        return None;
    }
    let outline = Outline::read(text, block);
    let line_start = text[..offset].rfind('\n').map_or(block.start, |end| (end + 1).max(block.start));
    let line_end = text[offset..].find(['\n', '\r']).map_or(text.len(), |end| offset + end);
    if offset == block.end
        && line_start == block.end
        && text[block.end..].starts_with("---")
        && block.end != block.start
    {
        // On the closing fence.
        return None;
    }
    let before = &text[line_start..offset];
    if before.trim_start().starts_with('#') || before.contains(" #") {
        return None;
    }
    let last = outline
        .entries
        .iter()
        .rposition(|entry| entry.at.start < offset || entry.at.start == line_start && entry.at.start <= offset);
    let Some(last) = last else {
        return Some(word(text, &outline, None, line_start, offset, line_end));
    };
    let entry = &outline.entries[last];
    let same_line = entry.at.start >= line_start;
    if entry.literal && offset <= entry.value.end && !(same_line && offset <= entry.at.end) {
        // An indented line may still be meant for the text; one at the margin of its key is not.
        let column = indent(before);
        if same_line || column > entry.column || !before.trim().is_empty() {
            return None;
        }
    }
    if same_line && offset <= entry.at.end && entry.step != Step::Item {
        let siblings = siblings(&outline, entry.parent, Some(last));
        let path = outline.path(entry.parent);
        return Some(Cursor { path, slot: Slot::Key, word: entry.at, siblings, flow: false });
    }
    let bracket = entry.value.start + indent(&text[entry.value.start..entry.value.end]);
    let in_brackets = text[bracket..entry.value.end].starts_with(['[', '{']);
    if in_brackets && bracket < offset && offset <= entry.value.end {
        return flow(text, outline.path(Some(last)), bracket, offset, entry.value.end);
    }
    if same_line && entry.step != Step::Item {
        // Behind the key and before its colon there is nothing to say.
        if offset < entry.value.start {
            return None;
        }
        let word = value(text, entry.value.start, offset, line_end);
        return Some(Cursor {
            path: outline.path(Some(last)),
            slot: Slot::Value,
            word,
            siblings: Vec::new(),
            flow: false,
        });
    }
    let start = if same_line { entry.value.start } else { line_start };
    Some(word(text, &outline, same_line.then_some(last), start, offset, line_end))
}

/// A word that is on a line of its own or behind the dash of an item.
fn word(text: &str, outline: &Outline, item: Option<usize>, start: usize, offset: usize, line_end: usize) -> Cursor {
    let word = value(text, start, offset, line_end);
    let line_start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    let parent = item.or_else(|| outline.parent(offset, word.start - line_start));
    Cursor {
        path: outline.path(parent),
        slot: Slot::Word,
        word,
        siblings: siblings(outline, parent, None),
        flow: false,
    }
}

fn siblings(outline: &Outline, parent: Option<usize>, without: Option<usize>) -> Vec<String> {
    let own = without.map(|at| &outline.entries[at].step);
    outline.keys(parent).filter(|name| own != Some(&Step::Key((*name).to_owned()))).map(str::to_owned).collect()
}

/// The scalar around `offset`, in a line from `start`: without the spaces and the comment around it.
fn value(text: &str, start: usize, offset: usize, line_end: usize) -> Span {
    let begin = (start + indent(&text[start..line_end])).min(offset);
    let rest = &text[begin..line_end];
    let end = rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim_end().len();
    Span::new(begin, (begin + end).max(offset))
}

/// The place in a list or mapping in brackets that begins at `start`.
fn flow(text: &str, mut path: Vec<Step>, start: usize, offset: usize, end: usize) -> Option<Cursor> {
    struct Level {
        map: bool,
        keys: Vec<String>,
        /// Whether the key of the current entry is on the path.
        keyed: bool,
    }
    let mut levels: Vec<Level> = Vec::new();
    let mut begin = start;
    let mut quote = None;
    let leave = |level: &mut Level, path: &mut Vec<Step>| {
        if level.keyed {
            path.pop();
            level.keyed = false;
        }
    };
    for (at, char) in text[start..offset].char_indices().map(|(at, char)| (start + at, char)) {
        let next = at + char.len_utf8();
        match (quote, char) {
            (Some(open), char) if open == char => quote = None,
            (None, '"' | '\'') => quote = Some(char),
            (None, '[' | '{') => {
                let map = char == '{';
                if !map {
                    path.push(Step::Item);
                }
                levels.push(Level { map, keys: Vec::new(), keyed: false });
                begin = next;
            }
            (None, ']' | '}') => {
                let mut level = levels.pop()?;
                leave(&mut level, &mut path);
                if !level.map {
                    path.pop();
                }
                begin = next;
            }
            (None, ',') => {
                leave(levels.last_mut()?, &mut path);
                begin = next;
            }
            (None, ':') if levels.last().is_some_and(|level| level.map && !level.keyed) => {
                let spaced = text[next..].starts_with([' ', '\n', '\r', ']', '}', ',']) || next == text.len();
                if spaced || text[begin..at].trim_end().ends_with(['"', '\'']) {
                    let level = levels.last_mut()?;
                    let name = unquoted(text[begin..at].trim());
                    level.keys.push(name.clone());
                    level.keyed = true;
                    path.push(Step::Key(name));
                    begin = next;
                }
            }
            _ => {}
        }
    }
    let level = levels.last()?;
    let rest = &text[begin..end];
    let begin = begin + (rest.len() - rest.trim_start().len()).min(offset - begin);
    let rest = &text[offset..end];
    let word_end = rest.find([',', ']', '}', ':', '\n']).unwrap_or(rest.len());
    let word = Span::new(begin, (begin + text[begin..offset + word_end].trim_end().len()).max(offset));
    let slot = match (level.map, level.keyed) {
        (true, false) if rest[word_end..].starts_with(':') => Slot::Key,
        (true, true) => Slot::Value,
        _ => Slot::Word,
    };
    let mut siblings = level.keys.clone();
    // Those behind the cursor are there, too.
    if level.map {
        siblings.extend(rest[word_end..].split(',').skip(1).filter_map(|entry| Some(unquoted(key(entry.trim())?.0))));
    }
    Some(Cursor { path, slot, word, siblings: if level.keyed { Vec::new() } else { siblings }, flow: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `¦` in a block, as `path slot word`.
    fn place(marked: &str) -> Option<String> {
        let offset = marked.find('¦').expect("a cursor");
        let text = marked.replace('¦', "");
        let cursor = at(&text, Span::new(0, text.len()), offset)?;
        let path: Vec<&str> = cursor
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.as_str(),
                Step::Item => "-",
            })
            .collect();
        Some(format!(
            "{} {:?} {:?} {:?}",
            path.join("/"),
            cursor.slot,
            &text[cursor.word.start..cursor.word.end],
            cursor.siblings
        ))
    }

    #[test]
    fn the_value_of_a_field_that_is_not_there_yet() {
        assert_eq!(
            place("extra_gated_fields:\n  Country: ¦").as_deref(),
            Some("extra_gated_fields/Country Value \"\" []")
        );
        assert_eq!(
            place("extra_gated_fields:\n  Country:¦\n").as_deref(),
            Some("extra_gated_fields/Country Value \"\" []")
        );
        assert_eq!(place("a: x¦y # c\n").as_deref(), Some("a Value \"xy\" []"));
    }

    #[test]
    fn a_key_at_the_top_or_in_a_map() {
        assert_eq!(place("license: mit\nla¦").as_deref(), Some(" Word \"la\" [\"license\"]"));
        assert_eq!(place("¦\nlicense: mit\n").as_deref(), Some(" Word \"\" [\"license\"]"));
        assert_eq!(place("a:\n  b: 1\n  ¦\nc: 1\n").as_deref(), Some("a Word \"\" [\"b\"]"));
        assert_eq!(place("a:\n  - b: 1\n    ¦\n").as_deref(), Some("a/- Word \"\" [\"b\"]"));
        assert_eq!(place("a:\n  - b: 1\n¦\n").as_deref(), Some(" Word \"\" [\"a\"]"));
        assert_eq!(place("li¦cense: mit\nb: 1\n").as_deref(), Some(" Key \"license\" [\"b\"]"));
    }

    #[test]
    fn an_item() {
        assert_eq!(place("a:\n- ¦").as_deref(), Some("a/- Word \"\" []"));
        assert_eq!(place("a:\n  - x\n  - y¦\n").as_deref(), Some("a/- Word \"y\" []"));
        assert_eq!(place("a:\n  -¦\n").as_deref(), Some("a/- Word \"\" []"));
    }

    #[test]
    fn in_brackets() {
        assert_eq!(place("a: [x, y¦]\n").as_deref(), Some("a/- Word \"y\" []"));
        assert_eq!(place("a: [¦").as_deref(), Some("a/- Word \"\" []"));
        assert_eq!(place("a: {type: select, options: [P¦").as_deref(), Some("a/options/- Word \"P\" []"));
        assert_eq!(place("a: {type: ¦}\n").as_deref(), Some("a/type Value \"\" []"));
        assert_eq!(place("a: {b: 1, ¦, c: 2}\n").as_deref(), Some("a Word \"\" [\"b\", \"c\"]"));
        assert_eq!(place("a: [\n  x,\n  ¦\n]\n").as_deref(), Some("a/- Word \"\" []"));
    }

    #[test]
    fn nowhere() {
        assert_eq!(place("# a: ¦\n"), None);
        assert_eq!(place("a: 1 # b¦\n"), None);
        assert_eq!(place("a: |\n  b: ¦\n"), None);
        assert_eq!(place("a: |\n  text\n  ¦\nb: 1\n"), None);
        assert_eq!(place("a: |\n  text\n¦\nb: 1\n").as_deref(), Some(" Word \"\" [\"a\", \"b\"]"));
    }

    #[test]
    fn the_block_of_a_card() {
        let block = |text: &str| block(text).map(|at| text[at.start..at.end].to_owned());
        assert_eq!(block("---\na: 1\n---\n# T\n").as_deref(), Some("a: 1\n"));
        assert_eq!(block("---\na: 1\n\n# T\nb: 1\n").as_deref(), Some("a: 1\n\n"));
        assert_eq!(block("---\n").as_deref(), Some(""));
        assert_eq!(block("# T\n---\na: 1\n---\n"), None);
    }
}
