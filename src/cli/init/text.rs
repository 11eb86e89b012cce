//! The text of a card with what is added to it; every other byte stays.

use miette::miette;

use super::answers::{Answers, fill};
use crate::card::{Card, CardProblem, Problem, RepoType};
use crate::lint::{Options, lint};
use crate::report::{Format, RenderStyle};
use crate::rule::edit::scalar;
use crate::source::SourceFile;

const DATASET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/cards/dataset.md"));
const MODEL: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/cards/model.md"));

/// A new card from a template: what the answers say takes the place of what the template says.
pub(super) fn new(template: Option<&SourceFile>, answers: &Answers) -> miette::Result<String> {
    let own = if answers.repo_type == RepoType::Model { MODEL } else { DATASET };
    let text = template.map_or(own, |template| template.text.as_str());
    let name = answers.name.as_deref().unwrap_or(&answers.directory);
    // In the metadata a name is written as YAML needs it.
    let text = text.replace("\"{{ name }}\"", &scalar(name));
    let mut card = Card::read(SourceFile::new("README.md", fill(&text, name, answers.kind())), None);
    for addition in answers.additions() {
        if let Some(entry) = card.metadata.entry(addition.key) {
            let line = card.source.line_at(entry.key.span.start);
            let end = card.source.after_line(card.source.line_at(entry.value.span.end.max(entry.key.span.end)).end);
            let text = [&card.source.text[..line.start], &card.source.text[end..]].concat();
            card = Card::read(SourceFile::new("README.md", text), None);
        }
    }
    add(&card.source, answers)
}

/// A card with the keys that the answers give; none of them may be there already.
pub(super) fn add(source: &SourceFile, answers: &Answers) -> miette::Result<String> {
    let card = Card::read(source.clone(), None);
    let additions = answers.additions();
    if let Some((addition, entry)) =
        additions.iter().find_map(|addition| Some((addition, card.metadata.entry(addition.key)?)))
    {
        let line = source.position(entry.key.span.start).line;
        let help = "edit it there, or remove it first";
        return Err(miette!(help = help, "`{}` is already set in line {line}", addition.key));
    }
    let line_end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: String = additions.iter().map(|addition| addition.lines.replace('\n', line_end)).collect();
    if lines.is_empty() {
        return Ok(source.text.clone());
    }
    let Some(block) = card.front_matter else {
        if let [Problem { kind: CardProblem::EmptyFrontMatter, at, .. }] = card.problems[..] {
            // Between the two fences.
            let fence = source.after_line(source.line_at(at.start).end);
            return Ok([&source.text[..fence], &lines, &source.text[fence..]].concat());
        }
        if !card.problems.iter().all(|problem| problem.kind == CardProblem::MissingFrontMatter) {
            return Err(broken());
        }
        return Ok(format!("---{line_end}{lines}---{line_end}{}", source.text));
    };
    // A block without any key is an error that ends when one is added.
    let is_blank = |problem: &Problem| problem.kind == CardProblem::BlankFrontMatter;
    if card.problems.iter().any(|problem| !is_blank(problem) && card.hub_error(problem).is_some()) {
        return Err(broken());
    }
    let fence = source.line_at(block.end).start;
    Ok([&source.text[..fence], &lines, &source.text[fence..]].concat())
}

fn broken() -> miette::Report {
    miette!(help = "run `cardlint check` to see what is wrong", "the front matter cannot be read: fix it first")
}

/// Refuses a card with something wrong in it that was not wrong before.
pub(super) fn check(before: Option<&SourceFile>, after: &SourceFile, answers: &Answers) -> miette::Result<()> {
    let options = Options { repo_type: Some(answers.repo_type), ..Options::default() };
    let old = before.map(|card| lint(card, &options)).unwrap_or_default();
    let mut new = lint(after, &options);
    new.retain(|new| !old.iter().any(|old| old.rule.id == new.rule.id && old.message == new.message));
    if new.is_empty() {
        return Ok(());
    }
    let said = Format::Concise.render(after, &new, RenderStyle { color: false, width: 100, warnings_fail: false });
    Err(miette!(help = "nothing was written", "the card would not be clean:\n{}", said.trim_end()))
}
