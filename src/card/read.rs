//! Reads a card whose front matter at least one consumer finds.

use super::front_matter::{self, Block};
use super::{Card, EMPTY_METADATA, Problem, RepoType, conflict, misplaced_end, missing_front_matter};
use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::{self, HubAnswer, Node, Style, Value};

/// More than any card holds; what is larger is no card but a mistake.
const MAX_BYTES: usize = 10 * 1024 * 1024;

const NOT_VALID: &str = "The YAML metadata of your README.md is invalid.";

pub(super) fn read(source: SourceFile) -> Card {
    let end = source.text.len();
    let mut card = Card {
        repo_type: RepoType::default(),
        front_matter: None,
        block: Span::default(),
        metadata: Node::empty_mapping(0),
        comments: Vec::new(),
        body: Span::new(0, end),
        problems: Vec::new(),
        is_whole: true,
        source,
    };
    if end > MAX_BYTES {
        card.is_whole = false;
        card.problems.push(
            Problem::new(
                "oversized-metadata",
                Span::default(),
                format!(
                    "this README.md has {} MB, and nothing over {} MB is read",
                    end / 1_000_000,
                    MAX_BYTES / 1_000_000
                ),
            )
            .help("a card is a few pages of text: put data into files of their own"),
        );
        return card;
    }
    let text = std::mem::take(&mut card.source.text);
    let (hub, python) = (front_matter::hub(&text), front_matter::python(&text));
    card.compare(&text, hub, python);
    match hub.or(python) {
        Some(block) => card.take_block(&text, block),
        None => missing_front_matter::explain(&text, &mut card),
    }
    if hub.is_none() {
        for (index, problem) in card.problems.iter_mut().enumerate() {
            problem.hub = (index == 0).then_some(HubAnswer::Message(EMPTY_METADATA));
        }
    }
    card.source.text = text;
    card
}

impl Card {
    /// Reads the metadata of a block.
    pub(super) fn take_block(&mut self, text: &str, block: Block) {
        self.front_matter = Some(block.span());
        self.block = block.content;
        self.body = Span::new(block.body, text.len());
        let before = self.problems.len();
        self.take_yaml(text, block.content);
        if self.problems[before..].iter().any(|problem| problem.rule == "yaml-syntax")
            && let Some((mut problem, content)) = misplaced_end::swallowed_markdown(text, block)
        {
            problem.hub = self.problems.drain(before..).find_map(|problem| problem.hub);
            self.problems.push(problem);
            self.block = content;
            self.body = Span::new(content.end, text.len());
            self.take_yaml(text, content);
        } else if self.problems.is_empty() {
            misplaced_end::lost_metadata(text, block, self);
        }
    }

    /// Reads the metadata that stands between the fences.
    pub(super) fn take_yaml(&mut self, text: &str, content: Span) {
        let parsed = match conflict::one_side(text, content) {
            Some((side, problems)) => {
                self.problems.extend(problems);
                yaml::parse(&side, content)
            }
            None => yaml::parse(text, content),
        };
        self.comments = parsed.comments;
        self.is_whole = parsed.is_whole;
        self.problems.extend(parsed.problems);
        // What only Python refuses, the Hub reads.
        let readable = self.is_whole && self.problems.iter().all(|problem| problem.hub.is_none());
        match parsed.root {
            Some(root) if matches!(root.value, Value::Mapping(_)) => self.metadata = root,
            None | Some(Node { value: Value::Null, style: Style::Plain, .. }) => {
                if readable {
                    self.problems.push(
                        Problem::new(
                            "blank-front-matter",
                            self.front_matter.unwrap_or(content),
                            "the front matter holds no metadata: the Hub refuses it",
                        )
                        .help("add at least one key, e.g. `license: mit`, or remove the block")
                        .hub_message(NOT_VALID),
                    );
                }
            }
            Some(root) => {
                if readable {
                    let (what, answer) = match root.value {
                        Value::Sequence(_) => ("a list", "\"value\" must be of type object"),
                        _ => ("one value", NOT_VALID),
                    };
                    self.problems.push(
                        Problem::new(
                            "metadata-not-a-map",
                            root.span,
                            format!("the metadata is {what}, and has to be keys with values"),
                        )
                        .help("write lines of the form `license: mit`")
                        .hub_message(answer),
                    );
                }
            }
        }
    }

    /// Reports where the two consumers do not find the same block, or find it where others will not.
    fn compare(&mut self, text: &str, hub: Option<Block>, python: Option<Block>) {
        let Some(first) = hub.or(python) else { return };
        let before = &text[..first.open.start];
        let lead = Span::new(0, first.open.start);
        let remove = || Fix::safe("begin the file with the fence", vec![Edit::delete(lead)]);
        match (hub, python) {
            (Some(hub), Some(python)) if hub.close != python.close => self.problems.push(match python.close.len() {
                3 => Problem::new(
                    "empty-front-matter",
                    python.close,
                    "nothing stands between the fences: Python reads no metadata, the Hub reads on to the next `---`",
                )
                .help("write the metadata between the first two fences"),
                _ => trailing_blanks(
                    python.close,
                    "the Hub does not take this line for the closing fence and reads on to the next `---`",
                ),
            }),
            (None, Some(python)) if python.close.len() > 3 => {
                self.problems.push(trailing_blanks(
                    python.close,
                    "blanks after the closing fence: the Hub may read none of the metadata",
                ));
            }
            _ => {}
        }
        if let Some(odd) = before.chars().find(|c| !(front_matter::hub_space(*c) && front_matter::python_space(*c))) {
            let who = if front_matter::hub_space(odd) { "Python" } else { "the Hub" };
            let name = missing_front_matter::character_name(odd);
            self.problems.push(
                Problem::new(
                    "invisible-before-front-matter",
                    lead,
                    format!("{name} stands before the front matter: {who} reads none of the metadata"),
                )
                .help("save the file without it")
                .fix(remove()),
            );
        } else if !before.is_empty() {
            self.problems.push(
                Problem::new(
                    "blank-before-front-matter",
                    lead,
                    "the front matter does not begin on the first line: GitHub and other tools do not find it",
                )
                .help("remove what stands before the fence")
                .fix(remove()),
            );
        }
    }
}

fn trailing_blanks(close: Span, message: &str) -> Problem {
    let blanks = Span::new(close.start + 3, close.end);
    Problem::new("malformed-fence", close, message)
        .help("a fence is `---` and nothing else on the line")
        .fix(Fix::safe("remove the blanks", vec![Edit::delete(blanks)]))
}
