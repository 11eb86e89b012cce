use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::card::Card;
use crate::rule::diagnostic::{Consumer, Severity};
use crate::rule::{Check, Findings, Wording, rule};
use crate::source::Span;

rule! {
    /// Unresolved merge conflict markers in the card.
    ///
    /// Inside the metadata they are not valid YAML, before it they hide it. In the text below the metadata they are a warning:
    /// the Hub accepts the card and shows both sides to its readers. There, a conflict is a `<<<<<<<` line with a `=======` or
    /// `>>>>>>>` line below; one inside a single code block is considered an example.
    "merge-conflict", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run: the marker lines are not entries of a mapping",
    since: "0.1.0", Check::Card(check)
}

const HELP: &str = "keep one side and remove the marker lines";

/// For a conflict around or in the metadata.
pub(crate) fn words() -> Wording {
    Wording::new("unresolved merge conflict").effect("the metadata cannot be read").help(HELP)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    if card.front_matter.is_none() {
        return;
    }
    for at in conflicts(card.source.slice(card.body)) {
        findings
            .report(
                Span::new(card.body.start + at.start, card.body.start + at.end),
                "unresolved merge conflict in the text of the card",
            )
            .severity(Severity::Warning)
            .predicts(&[Consumer::Reader])
            .help(HELP);
    }
}

/// A conflict whose end is not met yet.
struct Open {
    at: Span,
    /// The blocks of code that its marker lines lie in.
    blocks: Vec<Option<usize>>,
}

/// The first marker line of each conflict in a text.
fn conflicts(text: &str) -> Vec<Span> {
    static MARKER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("<<<<<<<"));
    let mut found = Vec::new();
    // Nearly no card has one.
    if MARKER.find(text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<Open> = None;
    let mut code = Code::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end();
        code.read(line);
        let marks = |sign: &str| line.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if marks("<<<<<<<") {
            found.extend(open.take().and_then(Open::end));
            open = Some(Open { at: Span::new(at, at + line.len()), blocks: vec![code.block] });
        } else if let Some(conflict) = &mut open
            && (line == "=======" || marks(">>>>>>>"))
        {
            conflict.blocks.push(code.block);
            if line != "=======" {
                found.extend(open.take().and_then(Open::end));
            }
        }
    }
    found.extend(open.and_then(Open::end));
    found
}

impl Open {
    /// Its place; `None` where it has no second marker line, or is an example.
    fn end(self) -> Option<Span> {
        let first = self.blocks[0];
        let is_example = first.is_some() && self.blocks.iter().all(|block| *block == first);
        (self.blocks.len() > 1 && !is_example).then_some(self.at)
    }
}

/// Which block of code a line lies in: between fences (CommonMark, 4.5), or between `<pre>` and `</pre>`.
#[derive(Default)]
struct Code {
    /// The number of the block.
    block: Option<usize>,
    count: usize,
    /// What ends the block: the sign of its fence and how often it appears, or a tag.
    fence: Option<(char, usize)>,
}

impl Code {
    fn read(&mut self, line: &str) {
        let line = line.trim_start();
        let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'));
        let signs = sign.map_or(0, |sign| line.chars().take_while(|char| *char == sign).count());
        let info = &line[signs..];
        match (self.block, self.fence, sign) {
            (Some(_), Some(fence), Some(sign)) if sign == fence.0 && signs >= fence.1 && info.is_empty() => {
                self.block = None;
            }
            (Some(_), None, _) if line.contains("</pre>") => self.block = None,
            (None, _, Some(sign)) if signs >= 3 && !(sign == '`' && info.contains('`')) => {
                self.begin(Some((sign, signs)));
            }
            (None, _, None) if line.starts_with("<pre") && !line.contains("</pre>") => self.begin(None),
            _ => {}
        }
    }

    fn begin(&mut self, fence: Option<(char, usize)>) {
        self.count += 1;
        self.block = Some(self.count);
        self.fence = fence;
    }
}

#[cfg(test)]
mod tests {
    use super::conflicts;

    /// The lines, counted from 1, at which conflicts begin.
    fn lines(text: &str) -> Vec<usize> {
        conflicts(text).iter().map(|at| text[..at.start].matches('\n').count() + 1).collect()
    }

    #[test]
    fn conflicts_of_every_style_are_found() {
        let two = "# A\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n";
        assert_eq!(lines(&two.repeat(2)), [2, 8]);
        assert_eq!(lines(&two.replace('\n', "\r\n")), [2]);
        assert_eq!(lines("<<<<<<< HEAD\na\n||||||| base\nc\n=======\nb\n>>>>>>> main"), [1]);
        // Some of the lines were removed already.
        assert_eq!(lines("<<<<<<< HEAD\na\n=======\nb\n"), [1]);
        assert_eq!(lines("<<<<<<< HEAD\na\nb\n>>>>>>> main\n"), [1]);
        assert_eq!(lines("<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"), [2]);
    }

    #[test]
    fn a_conflict_around_a_fence_is_one() {
        assert_eq!(lines("```py\na\n<<<<<<< HEAD\nb\n```\n=======\nc\n```\n>>>>>>> main\n"), [3]);
        assert_eq!(lines("```\n<<<<<<< HEAD\n```\n\n```\n=======\nc\n>>>>>>> main\n```\n"), [2]);
        assert_eq!(lines("```\n<<<<<<< HEAD\na\n=======\nb\n```\n>>>>>>> main\n"), [2]);
        assert_eq!(lines("```a`b\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n"), [2]);
        assert_eq!(lines("<pre>\na\n</pre>\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n"), [4]);
        assert_eq!(lines("<<<<<<< HEAD\n```\na\n```\n=======\n~~~\nb\n~~~\n>>>>>>> main\n"), [1]);
    }

    #[test]
    fn examples_headings_quotations_and_arrows_are_none() {
        for text in [
            "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n",
            "````md\n```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```\n````\n",
            "- item\n\n  ~~~diff\n<<<<<<< HEAD\n=======\n>>>>>>> main\n  ~~~\n",
            "~~~a`b\n<<<<<<< HEAD\n=======\n>>>>>>> main\n~~~\n",
            "<pre>\n<<<<<<< HEAD\n=======\n>>>>>>> main\n</pre>\n",
            "Voices\n=======\n\nA\n=======\n",
            ">>>>>>> quoted seven times\n",
            "<<<<<<<< eight\n========\n>>>>>>>> eight\n",
            "    <<<<<<< HEAD\n    =======\n    >>>>>>> main\n",
            "An inline <<<<<<< HEAD\n=======\n",
            "<<<<<<< alone\n",
        ] {
            assert_eq!(lines(text), Vec::<usize>::new(), "{text}");
        }
    }
}
