//! `x-sections`: the sections that the text of a card must have.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use serde_json::Value as Json;

use crate::card::Card;
use crate::source::Span;

/// A required section.
pub(super) struct Section {
    /// The heading, and others that will do.
    titles: Vec<String>,
    message: Option<String>,
    help: Option<String>,
}

/// A heading of a card.
struct Heading {
    at: Span,
    level: HeadingLevel,
    title: String,
    /// Where the text below it begins.
    text: usize,
}

/// What a template leaves where an author should write.
const PLACEHOLDER: &str = "[More Information Needed]";

/// The sections that a schema requires.
pub(super) fn required(schema: &Json) -> Result<Vec<Section>, String> {
    const EXPECTED: &str =
        "`x-sections`: expected a list whose items are headings, lists of headings, or objects with `title`";
    let Some(sections) = schema.get("x-sections") else { return Ok(Vec::new()) };
    let titles = |json: &Json| match json {
        Json::String(title) => Some(vec![title.clone()]),
        Json::Array(titles) => titles.iter().map(|title| title.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    let section = |json: &Json| {
        let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
        let (titles, message) = match json {
            Json::Object(map) => (titles(map.get("title")?)?, text("x-message")),
            json => (titles(json)?, None),
        };
        let help = text("x-fix").or_else(|| text("description"));
        (!titles.is_empty() && titles.iter().all(|title| !plain(title).is_empty())).then_some(Section {
            titles,
            message,
            help,
        })
    };
    let sections = sections.as_array().ok_or(EXPECTED)?.iter().map(section).collect::<Option<Vec<_>>>();
    sections.ok_or_else(|| EXPECTED.to_owned())
}

/// Reports the sections that a card does not have, or that have no text.
pub(super) fn check(card: &Card, sections: &[Section], found: &mut Vec<(Span, String, Option<String>)>) {
    if sections.is_empty() {
        return;
    }
    let headings = headings(card);
    for Section { titles, message, help } in sections {
        let wanted: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        let name = titles.first().map_or("", String::as_str);
        let Some(at) = headings.iter().position(|heading| wanted.contains(&plain(&heading.title))) else {
            let message = message.clone().unwrap_or_else(|| format!("missing section `{name}`"));
            let help = help.clone().or_else(|| Some(format!("add a heading: `## {name}`")));
            found.push((start(card), message, help));
            continue;
        };
        // A section ends with the next one of its level; those below it are its text.
        let heading = &headings[at];
        let next = headings[at + 1..].iter().find(|next| next.level <= heading.level);
        let end = next.map_or(card.body.end, |next| next.at.start);
        let text = card.source.slice(Span::new(heading.text, end)).replace(PLACEHOLDER, "");
        let is_text = |line: &str| !line.trim().is_empty() && !line.trim().starts_with("<!--");
        if !text.lines().any(is_text) {
            let message =
                message.clone().unwrap_or_else(|| format!("the section `{}` has no text", heading.title.trim()));
            found.push((heading.at, message, help.clone().or_else(|| Some("write it".to_owned()))));
        }
    }
}

/// The first line of the text, or the end of the front matter.
fn start(card: &Card) -> Span {
    let text = card.source.slice(card.body);
    let blank = text.len() - text.trim_start().len();
    if text.trim().is_empty() {
        return card.front_matter.map_or(card.body, |block| card.source.line_at(block.end));
    }
    card.source.line_at(card.body.start + blank)
}

/// The headings of the text, as Markdown has them.
fn headings(card: &Card) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut is_open = false;
    for (event, range) in Parser::new(card.source.slice(card.body)).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                is_open = true;
                let at = card.source.line_at(card.body.start + range.start);
                headings.push(Heading { at, level, title: String::new(), text: card.body.start + range.end });
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(text) | Event::Code(text) if is_open => {
                headings.last_mut().into_iter().for_each(|heading| heading.title.push_str(&text));
            }
            _ => {}
        }
    }
    headings
}

/// A title without case, marks and emoji.
fn plain(title: &str) -> String {
    let words = title.split(|each: char| !each.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
