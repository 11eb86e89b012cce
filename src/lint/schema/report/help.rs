//! What to do about a violation of the schema.

use serde_json::Value as Json;

use super::{Location, expected, short};
use crate::card::Card;
use crate::lint::schema::violation::{Kind, Violation};
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::notation;
use crate::rules::yaml::outline;
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Style, Value};

/// Adds help and a fix where the schema, or a similar name, tells what was meant.
pub(super) fn add(
    violation: &Violation<'_>,
    place: &Location<'_>,
    unexpected: Option<&Entry>,
    missing: Option<&str>,
    card: &Card,
    has_values: &dyn Fn() -> bool,
    diagnostic: &mut Diagnostic,
) {
    let is_text = matches!(violation.kind, Kind::Scalar | Kind::Enum | Kind::Pattern);
    if is_text && notation::bullets(&card.source, place.node, diagnostic) {
        return;
    }
    match violation.kind {
        Kind::Null => give_value(violation, place, card, has_values, diagnostic),
        Kind::Scalar if notation::lines(&card.source, place.node, |_| !violation.lists_maps(), diagnostic) => {}
        Kind::Scalar => make_list(violation, place, diagnostic),
        Kind::Forbidden => rename(violation, place, card, diagnostic),
        Kind::Unknown => {
            let Some(entry) = unexpected else { return };
            if let Some(known) = nearest(&entry.key.key_text(), violation.known_keys()) {
                diagnostic.help(format!("did you mean `{known}`?"));
                diagnostic.fix(edit::rename(&entry.key, known));
            } else {
                list_known(&violation.known_keys().collect::<Vec<_>>(), diagnostic);
            }
        }
        Kind::Enum => choose(violation, place, card, diagnostic),
        Kind::Type => quote(violation, place, card, diagnostic),
        Kind::Template | Kind::Placeholder | Kind::Empty => {
            diagnostic.help_if_none("set a value, or remove the key");
        }
        Kind::Required => add_key(violation, place, missing, diagnostic),
        Kind::Pattern => cut(violation, place, diagnostic),
        Kind::Length => {}
    }
}

/// The missing key as which an unknown one was meant: a similar one, or another word for it.
pub(super) fn meant<'a>(violation: &Violation<'a>, node: &Node, entry: &Entry) -> Option<&'a str> {
    let key = entry.key.key_text();
    let mut missing = violation.required().into_iter().filter(|required| node.get(required).is_none());
    let is_known = violation.known_keys().any(|known| known == key);
    missing.find(|required| {
        !is_known && (violation.mapped("x-near", &key) == Some(required) || nearest(&key, Some(*required)).is_some())
    })
}

/// A missing key may be there under a similar name.
fn add_key(violation: &Violation<'_>, place: &Location<'_>, missing: Option<&str>, diagnostic: &mut Diagnostic) {
    let is_meant = |entry: &&Entry| missing.is_some() && meant(violation, place.node, entry) == missing;
    if let Some((entry, missing)) = place.node.entries().iter().find(is_meant).zip(missing) {
        let title = edit::rename_title(&entry.key, missing);
        diagnostic.help(title).fix(edit::rename(&entry.key, missing));
    } else {
        diagnostic.help_if_none("add it");
    }
}

/// A key without a value can be removed, unless its mapping requires it.
fn give_value(
    violation: &Violation<'_>,
    place: &Location<'_>,
    card: &Card,
    has_values: &dyn Fn() -> bool,
    diagnostic: &mut Diagnostic,
) {
    let required = place.entry.is_some_and(|entry| violation.requires(&entry.key.key_text()));
    // Without any key, the text after the next `---` would be the metadata.
    if let Some(entry) = place.entry.filter(|entry| has_values() && !required && alone(entry, card)) {
        let title = format!("remove `{}`", short(&entry.key.key_text()));
        let edits = vec![edit::delete_lines(&card.source, entry.key.span)];
        let fix = if is_absent(entry, card) { Fix::safe(title, edits) } else { Fix::suggested(title, edits) };
        diagnostic.fix(fix);
    }
    let is_hidden = |entry: &Entry| {
        let line = card.source.line_at(entry.key.span.start);
        let rest = card.source.slice(Span::new(entry.key.span.end, line.end)).trim_start_matches([':', ' ']);
        rest.strip_prefix('#').is_some_and(|comment| comment.starts_with(char::is_alphanumeric))
    };
    diagnostic.help_if_none(match place.entry {
        Some(entry) if is_hidden(entry) => "` #` begins a comment: write the value without `#`, or quote it",
        Some(_) if required => "set a value",
        Some(_) => "set a value, or remove the key",
        None => "set a value, or remove the item",
    });
}

/// A string in place of a list is its only item, or several items separated by commas.
fn make_list(violation: &Violation<'_>, place: &Location<'_>, diagnostic: &mut Diagnostic) {
    if violation.lists_maps() {
        diagnostic.help_if_none("write a list of mappings, each starting with `- `");
        return;
    }
    let text = place.node.as_str();
    if text == Some("") {
        diagnostic.help_if_none("write a list, or remove the key");
        return;
    }
    if let Some(text) = text.filter(|text| !text.contains(['\n', ',', ';', '|']) && !text.contains(edit::WIDE_COMMAS)) {
        let list = format!("[{}]", edit::scalar(text));
        let title = format!("write `{list}`");
        let edits = vec![Edit::replace(place.node.span, list)];
        // Bare words may be an item each.
        let is_one = place.node.style != Style::Plain || !text.contains(' ');
        let fix = if is_one { Fix::safe(title.clone(), edits) } else { Fix::suggested(title.clone(), edits) };
        diagnostic.help_if_none(title).fix(fix);
        return;
    }
    let list = text.and_then(|text| edit::list(text, |word| !word.is_empty()));
    if let Some(list) = list.filter(|_| diagnostic.help.is_none()) {
        let title = format!("write `{list}`");
        diagnostic.help(&*title).fix(Fix::suggested(title, vec![Edit::replace(place.node.span, list)]));
    }
    diagnostic.help_if_none("write one item per line, each starting with `- `");
}

/// A key that has another name today.
fn rename(violation: &Violation<'_>, place: &Location<'_>, card: &Card, diagnostic: &mut Diagnostic) {
    let (Some(entry), Some(name)) = (place.entry, violation.text("x-renamed")) else { return };
    diagnostic.help_if_none(format!("it was renamed to `{name}`"));
    if card.get(name).is_none() {
        let edit = Edit::replace(entry.key.span, name);
        diagnostic.fix(Fix::safe(edit::rename_title(&entry.key, name), vec![edit]));
    }
}

/// What appears in the Hub's URLs in place of a model's owner.
const PAGE_PREFIXES: [&str; 12] = [
    "datasets",
    "spaces",
    "papers",
    "collections",
    "docs",
    "blog",
    "organizations",
    "api",
    "posts",
    "tasks",
    "learn",
    "models",
];

/// Removes what is written around a value out of habit, such as the Hub's URL before a repo id.
fn cut(violation: &Violation<'_>, place: &Location<'_>, diagnostic: &mut Diagnostic) {
    let Some(text) = place.node.as_str() else { return };
    let prefixes = violation.annotation("x-prefixes").and_then(Json::as_array).into_iter().flatten();
    let rest = prefixes.filter_map(Json::as_str).find_map(|prefix| text.strip_prefix(prefix)).map(|rest| {
        let end = ["/tree/", "/blob/", "/resolve/"].iter().find_map(|folder| rest.find(folder)).unwrap_or(rest.len());
        // A revision or a file is more than the id says.
        let is_whole = ["", "/tree/main"].contains(&rest[end..].trim_end_matches('/'));
        (rest[..end].trim_end_matches('/'), is_whole)
    });
    let is_page = |rest: &str| rest.split_once('/').is_some_and(|(first, _)| PAGE_PREFIXES.contains(&first));
    if let Some((rest, is_whole)) = rest.filter(|(rest, _)| violation.matches(rest) && !is_page(rest)) {
        let (title, edits) = (format!("write `{rest}`"), vec![edit::replace(place.node, rest)]);
        diagnostic.help(&*title);
        diagnostic.fix(if is_whole { Fix::safe(title, edits) } else { Fix::suggested(title, edits) });
        return;
    }
    let words: Vec<_> = text.split(',').map(str::trim).collect();
    if violation.lists() && place.entry.is_some() && words.len() > 1 && words.iter().all(|word| violation.matches(word))
    {
        let list = format!("[{}]", words.join(", "));
        diagnostic.help(format!("write a list: `{list}`"));
        diagnostic.fix(Fix::suggested(format!("write `{list}`"), vec![Edit::replace(place.node.span, list)]));
    }
}

/// A number, a date or a boolean in place of a string was meant to be a string.
fn quote(violation: &Violation<'_>, place: &Location<'_>, card: &Card, diagnostic: &mut Diagnostic) {
    let scalar = !matches!(place.node.value, Value::Null | Value::String(_) | Value::Sequence(_) | Value::Mapping(_));
    if scalar && (diagnostic.help.is_none() || violation.quotes()) && violation.types().contains(&"string") {
        match edit::quote(&card.source, place.node) {
            Some((title, edits)) => {
                // Python writes `false` where an author once wrote `no`.
                let safe = !matches!(place.node.value, Value::Bool(_));
                diagnostic.help(&*title).fix(Fix { title, safe, edits });
            }
            None => {
                diagnostic.help("write the value itself, in quotes");
            }
        }
    }
    if let (["array"], Value::Mapping(_), true) =
        (violation.types().as_slice(), &place.node.value, violation.lists_maps())
    {
        diagnostic.fix = item_of(place, card).map(|edits| Fix::suggested("make it an item of a list", edits));
    }
    if diagnostic.help.is_none() {
        diagnostic.help(shape(violation, place).unwrap_or_else(|| format!("write {}", expected(violation))));
    }
}

/// How a value becomes the mapping or the list that is expected there.
fn shape(violation: &Violation<'_>, place: &Location<'_>) -> Option<String> {
    match (violation.types().as_slice(), &place.node.value) {
        (["object"], Value::String(text)) => match violation.required().as_slice() {
            [] => None,
            [key] => Some(format!("write a mapping: `{key}: {}`", short(text))),
            keys => Some(format!("write a mapping with `{}`", keys.join("` and `"))),
        },
        (["array"], Value::Mapping(_)) if violation.lists_maps() => {
            Some("write `- ` before the first key of each mapping".to_owned())
        }
        (["array"], Value::Mapping(_)) => Some("write one item per line, each starting with `- `".to_owned()),
        _ => None,
    }
}

/// Makes a block mapping an item of a list, or several items where its first key is repeated.
fn item_of(place: &Location<'_>, card: &Card) -> Option<Vec<Edit>> {
    let entries = place.node.entries();
    let first = entries.first().filter(|_| place.node.style == Style::Block)?;
    let first_key = first.key.key_text();
    let begins: Vec<_> =
        entries.iter().filter(|entry| entry.key.key_text() == first_key).map(|entry| entry.key.span.start).collect();
    let holder = card.source.line_at(place.entry?.key.span.start);
    let mut line = card.source.line_at(first.key.span.start);
    let mut edits = Vec::new();
    loop {
        let text = card.source.slice(line);
        let content = line.start + (text.len() - text.trim_start_matches(' ').len());
        if begins.contains(&content) {
            edits.push(Edit::insert(content, "- "));
        } else if !text.trim().is_empty() {
            edits.push(Edit::insert(line.start, "  "));
        }
        let next = card.source.after_line(line.end);
        if next >= place.node.span.end || next == line.end {
            break;
        }
        line = card.source.line_at(next);
    }
    // An anchor or a tag may come before a key.
    let dashes = edits.iter().filter(|edit| edit.text == "- ").count();
    (holder.end < first.key.span.start && dashes == begins.len() && edits.len() >= entries.len()).then_some(edits)
}

/// Whether an entry certainly has no value: nothing below it may have lost its indentation.
fn is_absent(entry: &Entry, card: &Card) -> bool {
    let line = card.source.line_at(entry.key.span.start);
    let below = |end: usize| card.source.text.get(line.end..end).unwrap_or_default();
    let column = entry.key.span.start - line.start;
    let key = entry.key.key_text();
    let rest = below(card.block.end);
    // A fence may be in the middle of what it should close.
    let cut = rest.trim().is_empty()
        && card.source.slice(card.body).lines().next().is_some_and(|line| {
            line.starts_with([' ', '-', '\t']) && !line.starts_with("---") && !line.trim().is_empty()
        });
    !cut && !outline::may_hold(&key, column, rest)
}

/// Whether nothing else is on the line of an entry.
fn alone(entry: &Entry, card: &Card) -> bool {
    let line = card.source.line_at(entry.key.span.start);
    let text = card.source.slice(line).trim();
    let key = card.source.slice(entry.key.span);
    text.strip_prefix(key)
        .and_then(|rest| rest.trim_start().strip_prefix(':'))
        .is_some_and(|rest| ["", "~", "null"].contains(&rest.trim()))
}

/// Whether a word is the first or the last one of a value, as `classification` is of `text-classification`.
fn is_part(word: &str, value: &str) -> bool {
    let rest = value.strip_prefix(word).map(|rest| rest.starts_with('-'));
    rest.or_else(|| value.strip_suffix(word).map(|rest| rest.ends_with('-'))).unwrap_or_default()
}

/// The known value that was meant: certain where only the spelling differs.
fn choose(violation: &Violation<'_>, place: &Location<'_>, card: &Card, diagnostic: &mut Diagnostic) {
    let options = violation.options();
    let Some(text) = place.node.as_str() else { return list_known(&options, diagnostic) };
    if notation::comment(&card.source, place.node, |text| options.contains(&text), diagnostic) {
        return;
    }
    let lower = text.trim().to_lowercase();
    let certain = options
        .iter()
        .copied()
        .find(|option| option.eq_ignore_ascii_case(&lower))
        .or_else(|| violation.mapped("x-spellings", text))
        .or_else(|| violation.mapped("x-spellings", &lower));
    if let Some(option) = certain {
        let switch = violation.keyword().as_array().is_some_and(|values| values.iter().any(Json::is_boolean));
        let edit = if switch { Edit::replace(place.node.span, option) } else { edit::replace(place.node, option) };
        diagnostic.help(format!("write `{option}`"));
        diagnostic.fix(Fix::safe(format!("write `{option}`"), vec![edit]));
        return;
    }
    if text.contains("More Information Needed") || text.contains("{{") {
        diagnostic.help("set a value, or remove the key");
        return;
    }
    if let Some(list) = edit::list(text, |word| options.contains(&word)).filter(|_| place.entry.is_some()) {
        diagnostic.help(format!("write a list: `{list}`"));
        diagnostic.fix(Fix::suggested(format!("write `{list}`"), vec![Edit::replace(place.node.span, list)]));
        return;
    }
    let near = violation.mapped("x-near", text).or_else(|| violation.mapped("x-near", &lower));
    let parts: Vec<_> = options.iter().copied().filter(|option| is_part(&lower, option)).collect();
    let only = <[_; 1]>::try_from(parts.as_slice()).ok().map(|[only]| only);
    if near.is_none() && parts.len() > 1 {
        let some = parts.iter().take(4).map(|part| format!("`{part}`")).collect::<Vec<_>>().join(", ");
        let others = if parts.len() > 4 { ", …" } else { "" };
        diagnostic.help(format!("did you mean one of {some}{others}?"));
    } else if let Some(option) = near.or(only).or_else(|| nearest(text, options.iter().copied())) {
        diagnostic.help(format!("did you mean `{option}`?"));
        diagnostic.fix(Fix::suggested(format!("write `{option}`"), vec![edit::replace(place.node, option)]));
    } else {
        list_known(&options, diagnostic);
    }
}

/// Lists the first known values, where there is no other help.
fn list_known(options: &[&str], diagnostic: &mut Diagnostic) {
    const MAX_OPTIONS: usize = 5;
    if diagnostic.help.is_some() || options.is_empty() {
        return;
    }
    let some: Vec<_> = options.iter().take(MAX_OPTIONS).map(|option| format!("`{option}`")).collect();
    let others = match options.len().saturating_sub(MAX_OPTIONS) {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    diagnostic.help(format!("the known ones are {}{others}", some.join(", ")));
}
