//! Explains why no consumer finds front matter in a text, and reads what is meant for metadata.

use super::front_matter::hub;
use super::lines::{Line, close_at, key_of, line_end, lines};
use super::{Card, Problem, conflict, keys};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{self, Node};

/// How many line ends are mended one by one.
const MOST_EDITS: usize = 1000;

/// How far into a text front matter that does not stand at its head is looked for.
const MAX_LINES_BEFORE: usize = 60;

/// Says why a text in which no consumer finds front matter has none, and reads what is meant for it.
pub(super) fn explain(text: &str, card: &mut Card) {
    if let Some(pointer) = lfs_pointer(text) {
        card.problems.push(pointer);
        return;
    }
    let lines: Vec<Line<'_>> = lines(text).collect();
    let found = line_ends(text, &lines, card)
        || fences(text, &lines, card)
        || later_block(text, &lines, card)
        || unfenced(text, &lines, card);
    if !found {
        card.problems.push(
            Problem::new(
                "missing-front-matter",
                Span::default(),
                "the card has no metadata: it does not begin with `---`",
            )
            .help("begin it with a block such as `---`, `license: mit`, `---`"),
        );
    }
}

fn lfs_pointer(text: &str) -> Option<Problem> {
    let first = text.lines().next().filter(|line| line.starts_with("version https://git-lfs.github.com/spec/"))?;
    Some(
        Problem::new(
            "lfs-pointer",
            Span::new(0, first.len()),
            "this README.md is a Git LFS pointer: the Hub reads no metadata and shows no text",
        )
        .help("keep Markdown out of LFS: remove `*.md filter=lfs` from .gitattributes and add the file again"),
    )
}

/// Line ends that the closing fence needs as `\n`.
fn line_ends(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    if !text.contains('\r') {
        return false;
    }
    let odd = |at: usize| {
        let rest = &text[at..];
        (rest.starts_with('\r') && !rest.starts_with("\r\n")).then(|| if rest.starts_with("\r\r\n") { 3 } else { 1 })
    };
    let mut repaired = String::with_capacity(text.len());
    let (mut edits, mut at) = (Vec::new(), 0);
    for (start, _) in text.match_indices('\r') {
        if let Some(length) = (start >= at).then(|| odd(start)).flatten() {
            edits.push(Edit::replace(Span::new(start, start + length), "\n"));
            repaired.push_str(&text[at..start]);
            repaired.push('\n');
            at = start + length;
        }
    }
    repaired.push_str(&text[at..]);
    let (Some(first), true) = (edits.first(), hub(&repaired).is_some()) else { return false };
    let (kind, why) = if text[first.span.start..].starts_with("\r\r\n") {
        ("doubled line ends (CR CR LF)", "the file was probably written twice through Windows line ends")
    } else {
        ("line ends of old Macs (CR)", "the closing fence has to end with LF")
    };
    card.problems.push(
        Problem::new("odd-line-ends", first.span, format!("{kind}: neither the Hub nor Python finds the front matter"))
            .help(format!("{why}; save the file with LF"))
            .fix(Fix::safe("write LF", if edits.len() > MOST_EDITS { whole(&edits, &repaired, text) } else { edits })),
    );
    let mut fences = lines.iter().filter(|line| line.text == "---");
    if let (Some(open), Some(close)) = (fences.next(), fences.next()) {
        card.take(text, open, close);
    }
    true
}

/// One edit in place of many.
fn whole(edits: &[Edit], repaired: &str, text: &str) -> Vec<Edit> {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Vec::new() };
    let span = Span::new(first.span.start, last.span.end);
    let end = repaired.len() - (text.len() - span.end);
    vec![Edit::replace(span, &repaired[span.start..end])]
}

/// A text that begins as front matter does, with a fence that is not one.
fn fences(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let Some(first) = lines.iter().position(|line| !visible(line.text).is_empty()) else { return false };
    let open = lines[first];
    let fence = visible(open.text);
    let toml = fence.trim_end() == "+++";
    let looks_like_fence = fence.starts_with("---") || toml;
    let next_key = lines.get(first + 1).and_then(|line| key_of(line.text));
    let next_is_key = next_key.is_some();
    if !looks_like_fence || (fence != "---" && !next_is_key && !toml) {
        return false;
    }
    if toml {
        card.problems.push(
            Problem::new("malformed-fence", open.span, "`+++` fences TOML, and the Hub reads YAML only")
                .help("write the metadata as YAML between two lines `---`"),
        );
        return true;
    }
    let problems = card.problems.len();
    // A rule of dashes may stand above prose with a colon.
    opening(text, &open, fence, next_key.is_some_and(keys::is_known), card);
    let rest = &lines[first + 1..];
    match rest.iter().find(|line| is_closing(line.text)) {
        Some(close) => {
            if close.text != "---" {
                let message = "nobody takes this line for the closing fence: the metadata is not read";
                // In the middle of a text of several lines dashes are an underline.
                let below = lines[first + 1..].iter().filter(|line| line.span.start > close.span.start);
                let goes_on = below.clone().find(|line| !line.text.trim().is_empty()).is_some_and(|line| {
                    line.text.starts_with([' ', '\t']) || key_of(line.text).is_some_and(keys::is_known)
                });
                let certain = !close.text.starts_with([' ', '\t']) && !goes_on;
                card.problems.push(malformed(close.span, close.text, certain, message));
            }
            if rest[0].span == close.span && card.problems.len() == problems {
                card.problems.push(
                    Problem::new(
                        "empty-front-matter",
                        Span::new(open.span.start, close.span.end),
                        "the front matter is empty: the card has no metadata",
                    )
                    .help("add at least one key, e.g. `license: mit`, or remove the block"),
                );
            } else {
                card.take(text, &open, close);
            }
        }
        None => unclosed(text, &open, fence, rest, card),
    }
    true
}

/// What keeps a line from being the opening fence: characters before it, or in it.
fn opening(text: &str, open: &Line<'_>, fence: &str, certain: bool, card: &mut Card) {
    let at = Span::new(open.span.end - fence.len(), open.span.end);
    if let Some(odd) = text[..at.start].chars().find(|c| !c.is_whitespace()) {
        let lead = Span::new(0, at.start);
        let name = character_name(odd);
        card.problems.push(
            Problem::new(
                "invisible-before-front-matter",
                lead,
                format!("{name} stands before the front matter: neither the Hub nor Python reads the metadata"),
            )
            .help("save the file without it")
            .fix(Fix::safe("begin the file with the fence", vec![Edit::delete(lead)])),
        );
    }
    if fence != "---" {
        let message = "nobody takes this line for the opening fence: the metadata is not read";
        card.problems.push(malformed(at, fence, certain, message));
    }
}

/// Metadata behind an opening fence, `rest`, that no line closes.
fn unclosed(text: &str, open: &Line<'_>, fence: &str, rest: &[Line<'_>], card: &mut Card) {
    let end = metadata_end(rest);
    card.problems.push(
        Problem::new(
            "unclosed-front-matter",
            Span::new(open.span.end - fence.len(), open.span.end),
            "the front matter is never closed: nobody reads the metadata",
        )
        .help("end the metadata with a line `---`")
        .fix(close_at(text, end.unwrap_or(open.next))),
    );
    if let Some(end) = end {
        card.take_content(text, Span::new(open.next, end));
    }
}

fn malformed(at: Span, fence: &str, certain: bool, message: &str) -> Problem {
    let certain = certain && (fence.trim().trim_matches('-').is_empty() || fence.trim() == "...");
    let problem = Problem::new("malformed-fence", at, message).help("a fence is `---` and nothing else on the line");
    let edits = vec![Edit::replace(at, "---")];
    problem.fix(if certain { Fix::safe("write `---`", edits) } else { Fix::suggested("write `---`", edits) })
}

/// Whether a line was certainly meant to close the metadata.
fn is_closing(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed == "..."
        || trimmed == "\u{2014}"
        || (trimmed.starts_with("---") && trimmed.trim_matches('-').is_empty())
        || (line.starts_with("---") && !line.contains(' '))
}

/// The byte behind the last line that is metadata; `None` where no line is.
fn metadata_end(lines: &[Line<'_>]) -> Option<usize> {
    let mut end = None;
    // What stands between the last line of metadata and this one: a heading of Markdown is both.
    let (mut after_blank, mut after_comment) = (false, false);
    for line in lines {
        let goes_on = end.is_some() && (line.text.starts_with([' ', '\t']) || line.text.starts_with("- "));
        let after_heading = after_blank && after_comment;
        if line.text.trim().is_empty() {
            after_blank = true;
        } else if line.text.starts_with('#') {
            after_comment = true;
        } else if key_of(line.text).is_some_and(|key| !after_heading || keys::is_known(key))
            || (goes_on && !after_heading)
        {
            end = Some(line.next);
            (after_blank, after_comment) = (false, false);
        } else {
            break;
        }
    }
    end
}

/// Front matter that begins further down.
fn later_block(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let candidates = lines.iter().enumerate().take(MAX_LINES_BEFORE).filter(|(_, line)| line.text.trim_end() == "---");
    for (index, open) in candidates {
        if !lines.get(index + 1).is_some_and(|line| key_of(line.text).is_some_and(keys::is_known)) {
            continue;
        }
        let Some(close) = lines[index + 1..].iter().find(|line| line.text.trim_end() == "---") else { return false };
        let lead = Span::new(0, open.span.start);
        let marker = lines[..index].iter().find(|line| line.text.starts_with("<<<<<<< "));
        card.problems.push(match marker {
            Some(marker) => conflict::problem(marker.span),
            None => Problem::new(
                "text-before-front-matter",
                lines.iter().find(|line| !line.text.trim().is_empty()).map_or(lead, |line| line.span),
                "text stands before the front matter: neither the Hub nor Python reads the metadata",
            )
            .label(open.span, "the metadata begins here")
            .help("move the metadata to the first line of the file"),
        });
        // Of a conflict one side would be read, and the other's lines taken for mistakes.
        if marker.is_none() {
            card.take(text, open, close);
        }
        return true;
    }
    false
}

/// Metadata without any fence.
fn unfenced(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let is_metadata = |line: &Line<'_>| key_of(line.text).is_some_and(keys::is_known);
    let first = lines.iter().find(|line| !line.text.trim().is_empty()).filter(|line| is_metadata(line));
    let gate = || lines.iter().find(|line| key_of(line.text).is_some_and(|key| key.starts_with("extra_gated_")));
    let Some(line) = first.or_else(gate) else { return false };
    let problem = Problem::new(
        "unfenced-metadata",
        line.span,
        "this metadata is plain text to everyone: the card has no front matter",
    )
    .help("begin the file with `---`, then the metadata, then `---`");
    card.problems.push(if first.is_some() {
        let end = metadata_end(lines).unwrap_or(text.len());
        let mut fix = close_at(text, end);
        "fence it".clone_into(&mut fix.title);
        fix.edits.insert(0, Edit::insert(0, format!("---{}", line_end(text))));
        problem.fix(fix)
    } else {
        problem
    });
    true
}

/// A line without blanks and characters that nobody sees at its head.
fn visible(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\0'..='\u{8}' | '\u{1c}'..='\u{1f}')
}

/// What people call a character that they cannot see.
pub(super) fn character_name(character: char) -> String {
    match character {
        '\u{feff}' => "a byte order mark (U+FEFF)".to_owned(),
        '\u{200b}' => "a zero-width space (U+200B)".to_owned(),
        '\u{85}' => "a NEL character (U+0085)".to_owned(),
        other => format!("an invisible character (U+{:04X})", u32::from(other)),
    }
}

impl Card {
    fn take(&mut self, text: &str, open: &Line<'_>, close: &Line<'_>) {
        self.take_content(text, Span::new(open.next, close.span.start));
    }

    /// Reads metadata that nobody finds, so that its own problems are told at the same time.
    fn take_content(&mut self, text: &str, content: Span) {
        let parsed = yaml::parse(text, content);
        self.block = content;
        self.comments = parsed.comments;
        self.is_whole = parsed.is_whole;
        self.problems.extend(parsed.problems);
        if let Some(root) = parsed.root.filter(|root: &Node| !root.entries().is_empty()) {
            self.metadata = root;
        }
    }
}
