//! What people, and the Hub, say about an error of shape.

use serde_json::Value as Json;

use super::chain::{Fault, Kind};
use crate::card::{Card, Problem};
use crate::lint::Options;
use crate::lint::diagnostic::{Consumer, Diagnostic, Severity};
use crate::lint::edit;
use crate::lint::nearest::nearest;
use crate::lint::rule::{Check, Findings};
use crate::rules;
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Value};

/// Where a fault is.
struct Place<'a> {
    /// The entry that holds the value, where the value is not an item of a list.
    entry: Option<&'a Entry>,
    node: &'a Node,
    /// The place in the Hub's notation: `configs[0].data_files`, each step apart.
    steps: Vec<String>,
}

impl<'a> Place<'a> {
    fn find(metadata: &'a Node, pointer: &str) -> Option<Self> {
        let mut place = Self { entry: None, node: metadata, steps: Vec::new() };
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            if let Value::Sequence(items) = &place.node.value {
                place.node = items.get(step.parse::<usize>().ok()?)?;
                place.entry = None;
                place.steps.push(format!("[{step}]"));
            } else {
                let entry = place.node.entries().iter().rev().find(|entry| entry.key.key_text() == step)?;
                place.node = &entry.value;
                place.entry = Some(entry);
                place.steps.push(if place.steps.is_empty() { step } else { format!(".{step}") });
            }
        }
        Some(place)
    }

    fn label(&self) -> String {
        if self.steps.is_empty() { "value".to_owned() } else { self.steps.concat() }
    }

    /// The value, else the key where there is no value to point at.
    fn span(&self) -> Span {
        match self.entry {
            Some(entry) if self.node.span.is_empty() || self.node.value == Value::Null => entry.key.span,
            _ => self.node.span,
        }
    }
}

/// Turns a fault into diagnostics of the rule that the schema names.
pub(super) fn report(fault: &Fault<'_>, card: &Card, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    let Some(rule) = fault.text("x-rule").and_then(rules::find) else { return };
    let Some(place) = Place::find(&card.metadata, &fault.pointer) else { return };
    // What could not be read as it stands has no shape to speak of.
    let key = place.entry.map(|entry| entry.key.span);
    let told = |at: Span| place.node.span.touches(at) && key.is_none_or(|key| !key.touches(at));
    let refused =
        |problem: &Problem| rules::find(problem.rule).is_none_or(|rule| rule.predicts.contains(&Consumer::Hub));
    if card.problems.iter().any(|problem| refused(problem) && (told(problem.at) || lost(fault, &place, card, problem)))
    {
        return;
    }
    if let (Some(vocabulary), Some(value)) = (fault.text("x-vocabulary"), fault.instance.as_str())
        && options.config.adds(vocabulary, value)
    {
        return;
    }
    if fault.keys.is_empty() {
        one(fault, &place, None, card, &mut Findings::new(rule, options, diagnostics));
    }
    for key in &fault.keys {
        one(fault, &place, Some(key), card, &mut Findings::new(rule, options, diagnostics));
    }
}

/// Whether something is not read here because the text around it is broken.
fn lost(fault: &Fault<'_>, place: &Place<'_>, card: &Card, problem: &Problem) -> bool {
    if fault.kind == Kind::Required {
        let between = card.source.text.get(problem.at.end..place.node.span.start);
        return between.is_some_and(|between| between.trim().is_empty());
    }
    let Some(key) = place.entry.map(|entry| entry.key.span).filter(|_| fault.kind == Kind::Null) else { return false };
    let between = card.source.text.get(key.end..problem.at.start).and_then(|rest| rest.trim_start().strip_prefix(':'));
    between.is_some_and(|rest| rest.lines().all(|line| matches!(line.trim_start().chars().next(), None | Some('#'))))
}

fn one(fault: &Fault<'_>, place: &Place<'_>, key: Option<&str>, card: &Card, findings: &mut Findings<'_>) {
    let unexpected = key.filter(|_| fault.kind == Kind::Unknown).and_then(|key| place.node.entry(key));
    let at = match (unexpected, key, place.entry) {
        (Some(entry), ..) | (None, Some(_), Some(entry)) => entry.key.span,
        (None, None, Some(entry)) if fault.kind == Kind::Forbidden => entry.key.span,
        // A map over several lines begins with its first key.
        (None, Some(_), None) if card.source.slice(place.node.span).contains('\n') => {
            place.node.entries().first().map_or(place.node.span, |first| first.key.span)
        }
        _ => place.span(),
    };
    let fill = |text: &str| fill(text, fault, place, key, card);
    let hub = hub(fault, place, key).map(|text| fill(&text));
    let mut message = fault.text("x-message").map_or_else(|| message(fault, place, key, card), fill);
    let likely = fault.annotation("x-likely").is_some_and(|likely| likely == true);
    if likely {
        message.push_str(if hub.is_some() { "; the Hub likely refuses it" } else { "; it is likely ignored" });
    }
    let help = fault.text("x-help").map(fill);
    let diagnostic = findings.report(at, message);
    diagnostic.likely = likely;
    // The Hub takes every text.
    if fault.kind == Kind::Placeholder {
        diagnostic.severity(Severity::Warning);
    }
    if hub.is_none() {
        diagnostic.predicts.retain(|consumer| *consumer != Consumer::Hub);
        if diagnostic.predicts.is_empty() {
            diagnostic.predicts.push(Consumer::Reader);
            diagnostic.severity = diagnostic.severity.min(Severity::Warning);
        }
    }
    diagnostic.hub = hub;
    diagnostic.help = help;
    mend(fault, place, unexpected, card, diagnostic);
    if let Check::SchemaWith(mend) = diagnostic.rule.check {
        mend(card, place.node, diagnostic);
    }
}

/// The usual message of a kind of fault.
fn message(fault: &Fault<'_>, place: &Place<'_>, key: Option<&str>, card: &Card) -> String {
    let name = short(&place.label());
    let noun = fault.text("title").unwrap_or("value");
    let found = found(place.node, card);
    match fault.kind {
        Kind::Template | Kind::Placeholder => {
            format!("`{name}` still holds `{}` of the template", short(card.source.slice(place.node.span)))
        }
        Kind::Null => format!("`{name}` has no value"),
        Kind::Empty => format!("`{name}` is empty"),
        Kind::Scalar => format!("`{name}` must be a list, not {found}"),
        Kind::Type => format!("`{name}` must be {}, not {found}", expected(fault)),
        Kind::Enum => match fault.text("x-expected") {
            Some(expected) => format!("`{name}` must be {expected}, not {found}"),
            None => format!("unknown {noun} {found}"),
        },
        Kind::Required if place.steps.is_empty() => format!("`{}` is missing", key.unwrap_or_default()),
        Kind::Required => format!("`{name}` lacks `{}`", key.unwrap_or_default()),
        Kind::Unknown => format!("`{}` has no meaning in `{name}`", short(key.unwrap_or_default())),
        Kind::Forbidden => format!("`{name}` is not allowed"),
        Kind::Pattern => format!("{found} is not a {noun}"),
        Kind::Length => format!("`{name}` is too long"),
    }
}

/// The Hub's answer: Joi's text for the kind of fault, or what the schema says.
fn hub(fault: &Fault<'_>, place: &Place<'_>, key: Option<&str>) -> Option<String> {
    match fault.annotation("x-hub") {
        Some(Json::String(text)) => return Some(text.clone()),
        Some(Json::Bool(false)) => return None,
        _ => {}
    }
    Some(match fault.kind {
        Kind::Null | Kind::Scalar | Kind::Type | Kind::Template => {
            let mut types = fault.types();
            if types.len() > 1 {
                types.retain(|name| *name != "null");
            }
            match types.as_slice() {
                ["string"] => "\"{label}\" must be a string".to_owned(),
                ["array"] => "\"{label}\" must be an array".to_owned(),
                ["boolean"] => "\"{label}\" must be a boolean".to_owned(),
                ["number" | "integer"] => "\"{label}\" must be a number".to_owned(),
                ["object"] => "\"{label}\" must be of type object".to_owned(),
                [] => "\"{label}\" does not match any of the allowed types".to_owned(),
                several => format!("\"{{label}}\" must be one of [{}]", several.join(", ")),
            }
        }
        Kind::Empty => "\"{label}\" is not allowed to be empty".to_owned(),
        Kind::Enum => "\"{label}\" must be one of [{options}]".to_owned(),
        Kind::Required => {
            let separator = if place.steps.is_empty() { "" } else { "." };
            let parent = if place.steps.is_empty() { "" } else { "{label}" };
            format!("\"{parent}{separator}{}\" is required", key.unwrap_or_default())
        }
        Kind::Forbidden => "\"{label}\" is not allowed".to_owned(),
        // The Hub's schema lets unknown keys pass.
        Kind::Unknown | Kind::Placeholder => return None,
        Kind::Pattern => "\"{label}\" with value \"{value}\" is not valid".to_owned(),
        Kind::Length => match fault.keyword {
            Json::Number(limit) => {
                format!("\"{{label}}\" length must be less than or equal to {limit} characters long")
            }
            _ => return None,
        },
    })
}

/// What belongs there, in words.
fn expected(fault: &Fault<'_>) -> String {
    if let Some(expected) = fault.text("x-expected") {
        return expected.to_owned();
    }
    let mut words: Vec<&str> = fault
        .types()
        .into_iter()
        .map(|name| match name {
            "string" => "text",
            "array" => "a list",
            "object" => "a map",
            "boolean" => "`true` or `false`",
            "integer" => "a whole number",
            "number" => "a number",
            _ => "nothing",
        })
        .collect();
    let last = words.pop().unwrap_or("something else");
    if words.is_empty() { last.to_owned() } else { format!("{} or {last}", words.join(", ")) }
}

/// What stands there, in words.
fn found(node: &Node, card: &Card) -> String {
    let written = || short(card.source.slice(node.span));
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) => format!("the truth value `{}`", written()),
        Value::Int(_) | Value::Float(_) => format!("the number `{}`", written()),
        Value::Timestamp(_) => format!("the date `{}`", written()),
        Value::String(text) => format!("`{}`", short(text)),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a map".to_owned(),
    }
}

/// A text that fits into a sentence.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

fn fill(text: &str, fault: &Fault<'_>, place: &Place<'_>, key: Option<&str>, card: &Card) -> String {
    let mut filled = text.replace("{label}", &place.label());
    for count in 1..=3 {
        let steps = &place.steps[..count.min(place.steps.len())];
        filled = filled.replace(&format!("{{label/{count}}}"), &steps.concat());
    }
    let value = place.node.as_str().map_or_else(|| card.source.slice(place.node.span).to_owned(), str::to_owned);
    filled
        .replace("{value}", &value)
        .replace("{key}", key.unwrap_or_default())
        .replace("{noun}", fault.text("title").unwrap_or("value"))
        .replace("{options}", &fault.options().join(", "))
}

/// Adds help and a fix where the schema, or the likeness of words, tells what was meant.
fn mend(fault: &Fault<'_>, place: &Place<'_>, unexpected: Option<&Entry>, card: &Card, diagnostic: &mut Diagnostic) {
    match fault.kind {
        Kind::Null => {
            if let Some(entry) = place.entry.filter(|entry| alone(entry, card)) {
                let key = short(&entry.key.key_text());
                let edit = edit::delete_lines(&card.source, entry.key.span);
                diagnostic.fix(Fix::safe(format!("remove `{key}`"), vec![edit]));
            }
            let what = if place.entry.is_some() { "key" } else { "item" };
            diagnostic.help.get_or_insert_with(|| format!("give it a value, or remove the {what}"));
        }
        Kind::Scalar if fault.lists_maps() => {
            diagnostic.help.get_or_insert_with(|| "write a list of maps, each after `- `".to_owned());
        }
        Kind::Scalar if place.node.as_str().is_some_and(|text| !text.contains(['\n', ','])) => {
            let text = place.node.as_str().unwrap_or_default();
            let item = edit::scalar(text);
            let edit = Edit::replace(place.node.span, format!("[{item}]"));
            let title = format!("write `[{item}]`");
            diagnostic.help.get_or_insert_with(|| title.clone());
            diagnostic.fix(Fix::safe(title, vec![edit]));
        }
        Kind::Scalar => {
            let list = place.node.as_str().and_then(|text| edit::list(text, |word| !word.is_empty()));
            if let Some(list) = list.filter(|_| !diagnostic.help.is_some()) {
                let title = format!("write `{list}`");
                diagnostic.help(&*title).fix(Fix::suggested(title, vec![Edit::replace(place.node.span, list)]));
            }
            diagnostic.help.get_or_insert_with(|| "write one item a line, each after `- `".to_owned());
        }
        Kind::Forbidden if place.entry.is_some() => {
            if let (Some(name), Some(entry)) = (fault.text("x-renamed"), place.entry) {
                diagnostic.help.get_or_insert_with(|| format!("it is called `{name}` now"));
                if card.get(name).is_none() {
                    let edit = Edit::replace(entry.key.span, name);
                    diagnostic.fix(Fix::safe(format!("rename it to `{name}`"), vec![edit]));
                }
            }
        }
        Kind::Unknown => {
            let Some(entry) = unexpected else { return };
            if let Some(known) = nearest(&entry.key.key_text(), fault.known_keys()) {
                diagnostic.help(format!("did you mean `{known}`?"));
                let edit = Edit::replace(entry.key.span, known);
                diagnostic.fix(Fix::suggested(format!("rename it to `{known}`"), vec![edit]));
            }
        }
        Kind::Enum => choose(fault, place, diagnostic),
        Kind::Type => quote(fault, place, card, diagnostic),
        Kind::Template | Kind::Placeholder => {
            diagnostic.help.get_or_insert_with(|| "fill it in, or remove the key".to_owned());
        }
        Kind::Empty => {
            diagnostic.help.get_or_insert_with(|| "fill it, or leave it away".to_owned());
        }
        Kind::Required => {
            diagnostic.help.get_or_insert_with(|| "add it".to_owned());
        }
        Kind::Pattern => cut(fault, place, diagnostic),
        Kind::Forbidden | Kind::Length => {}
    }
}

/// Takes away what is written before a value out of habit, such as the Hub's address before a repo's id.
fn cut(fault: &Fault<'_>, place: &Place<'_>, diagnostic: &mut Diagnostic) {
    let prefixes = fault.annotation("x-prefixes").and_then(Json::as_array).into_iter().flatten();
    let rest = place
        .node
        .as_str()
        .and_then(|text| prefixes.filter_map(Json::as_str).find_map(|prefix| text.strip_prefix(prefix)));
    if let Some(rest) = rest.map(|rest| rest.trim_end_matches('/'))
        && fault.matches(rest)
    {
        diagnostic.help(format!("write `{rest}`"));
        diagnostic.fix(Fix::safe(format!("write `{rest}`"), vec![edit::replace(place.node, rest)]));
    }
}

/// A number or a date where text belongs was meant to be text.
fn quote(fault: &Fault<'_>, place: &Place<'_>, card: &Card, diagnostic: &mut Diagnostic) {
    let scalar = matches!(place.node.value, Value::Int(_) | Value::Float(_) | Value::Timestamp(_));
    let other_help = diagnostic.help.as_ref().is_some_and(|help| !help.starts_with("quote it"));
    if scalar && !other_help && fault.types().contains(&"string") {
        let quoted = Json::from(card.source.slice(place.node.span)).to_string();
        diagnostic.help.get_or_insert_with(|| format!("quote it: `{quoted}`"));
        diagnostic.fix(Fix::safe("quote it", vec![Edit::replace(place.node.span, quoted)]));
    }
    diagnostic.help.get_or_insert_with(|| format!("write {}", expected(fault)));
}

/// Whether an entry has its line to itself.
fn alone(entry: &Entry, card: &Card) -> bool {
    let line = card.source.line_at(entry.key.span.start);
    let text = card.source.slice(line).trim();
    let key = card.source.slice(entry.key.span);
    text.strip_prefix(key)
        .and_then(|rest| rest.trim_start().strip_prefix(':'))
        .is_some_and(|rest| ["", "~", "null"].contains(&rest.trim()))
}

/// The known value that was meant: certain where only the spelling differs.
fn choose(fault: &Fault<'_>, place: &Place<'_>, diagnostic: &mut Diagnostic) {
    let Some(text) = place.node.as_str() else { return };
    let options = fault.options();
    let lower = text.trim().to_lowercase();
    let certain = options
        .iter()
        .copied()
        .find(|option| option.to_lowercase() == lower)
        .or_else(|| fault.mapped("x-spellings", text))
        .or_else(|| fault.mapped("x-spellings", &lower));
    if let Some(option) = certain {
        let switch = fault.keyword.as_array().is_some_and(|values| values.iter().any(Json::is_boolean));
        let edit = if switch { Edit::replace(place.node.span, option) } else { edit::replace(place.node, option) };
        diagnostic.help(format!("write `{option}`"));
        diagnostic.fix(Fix::safe(format!("write `{option}`"), vec![edit]));
        return;
    }
    if text.contains("More Information Needed") || text.contains("{{") {
        diagnostic.help("fill it in, or remove the key");
        return;
    }
    if let Some(list) = edit::list(text, |word| options.contains(&word)).filter(|_| place.entry.is_some()) {
        diagnostic.help(format!("write a list: `{list}`"));
        diagnostic.fix(Fix::suggested(format!("write `{list}`"), vec![Edit::replace(place.node.span, list)]));
        return;
    }
    let near = fault.mapped("x-near", text).or_else(|| fault.mapped("x-near", &lower));
    if let Some(option) = near.or_else(|| nearest(text, options.iter().copied())) {
        diagnostic.help(format!("did you mean `{option}`?"));
        diagnostic.fix(Fix::suggested(format!("write `{option}`"), vec![edit::replace(place.node, option)]));
    } else if diagnostic.help.is_none() && !options.is_empty() {
        const MOST: usize = 5;
        let some: Vec<_> = options.iter().take(MOST).map(|option| format!("`{option}`")).collect();
        let others = match options.len().saturating_sub(MOST) {
            0 => String::new(),
            others => format!(" and {others} others"),
        };
        diagnostic.help(format!("known are {}{others}", some.join(", ")));
    }
}
