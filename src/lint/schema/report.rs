//! What cardlint, and the Hub, say about a violation of the schema.

mod help;
mod zod;

use std::cell::OnceCell;

use serde_json::Value as Json;

use super::NamedRules;
use super::broken::Broken;
use super::violation::{Kind, Violation};
use crate::card::{Card, HubReply};
use crate::rule::diagnostic::{Consumer, Severity};
use crate::rule::{Check, Context, Findings, Located, Sink};
use crate::source::Span;
use crate::yaml::{Entry, Node, Value, pointer_steps};

/// Where a violation is.
pub(super) struct Location<'a> {
    /// The entry with the value, if the value is not an item of a list.
    pub(super) entry: Option<&'a Entry>,
    /// The entry around that one.
    holder: Option<&'a Entry>,
    pub(super) node: &'a Node,
    /// The place in the Hub's notation: `configs[0].data_files`, each step apart.
    pub(super) steps: Vec<String>,
    spans_lines: OnceCell<bool>,
}

impl<'a> Location<'a> {
    pub(super) fn find(metadata: &'a Node, pointer: &str) -> Option<Self> {
        let mut place =
            Self { entry: None, holder: None, node: metadata, steps: Vec::new(), spans_lines: OnceCell::new() };
        for step in pointer_steps(pointer) {
            if let Value::Sequence(items) = &place.node.value {
                place.node = items.get(step.parse::<usize>().ok()?)?;
                place.holder = place.entry.take().or(place.holder);
                place.steps.push(format!("[{step}]"));
            } else {
                let entry = place.node.at_step(&step)?;
                place.node = &entry.value;
                place.holder = place.entry.replace(entry).or(place.holder);
                let step = step.split_once('\0').map_or(&*step, |(start, _)| start);
                place.steps.push(if place.steps.is_empty() { step.to_owned() } else { format!(".{step}") });
            }
        }
        Some(place)
    }

    /// Whether the value is written over several lines.
    pub(super) fn spans_lines(&self, card: &Card) -> bool {
        *self.spans_lines.get_or_init(|| card.source.slice(self.node.span).contains('\n'))
    }

    pub(super) fn label(&self) -> String {
        if self.steps.is_empty() { "value".to_owned() } else { self.steps.concat() }
    }

    /// The value, or the key if there is no value to point at.
    pub(super) fn span(&self) -> Span {
        match self.entry {
            Some(entry) if self.node.span.is_empty() || self.node.value == Value::Null => entry.key.span,
            _ => self.node.span,
        }
    }
}

/// The value at a place that the validator names.
pub(super) fn node<'a>(metadata: &'a Node, pointer: &str) -> Option<&'a Node> {
    Location::find(metadata, pointer).map(|place| place.node)
}

/// Turns violations into diagnostics of the rules that the schema names.
pub(super) struct Reporter<'a> {
    card: &'a Card,
    context: Context<'a>,
    rules: &'a NamedRules,
    broken: Broken<'a>,
    /// Whether a key of the card has a value.
    has_values: OnceCell<bool>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(card: &'a Card, context: Context<'a>, rules: &'a NamedRules) -> Self {
        Self { card, context, rules, broken: Broken::new(card), has_values: OnceCell::new() }
    }

    pub(super) fn report(&self, violation: &Violation<'_>, sink: &mut dyn Sink) {
        let Some(rule) = violation.text("x-rule").and_then(|id| self.rules.get(id)) else { return };
        let Some(place) = Location::find(&self.card.metadata, &violation.pointer) else { return };
        // What could not be read has no shape.
        let key = place.entry.map(|entry| entry.key.span);
        if self.broken.at(place.node.span, key) || self.lost(violation, &place) {
            return;
        }
        if let (Some(vocabulary), Some(value)) = (violation.text("x-vocabulary"), place.node.as_str())
            && self.context.additional.contains(vocabulary, value)
        {
            return;
        }
        let mut findings = Findings::new(rule, self.context, sink);
        if violation.keys.is_empty() {
            self.one(violation, &place, None, &mut findings);
        }
        for key in &violation.keys {
            // The report that the right key is missing names it.
            let stands_in = |entry| help::meant(violation, place.node, entry).is_some();
            if violation.kind != Kind::Unknown || !place.node.at_step(key).is_some_and(stands_in) {
                self.one(violation, &place, Some(key), &mut findings);
            }
        }
    }

    /// Whether something is missing here, or is what is left, only because the text around it is broken.
    fn lost(&self, violation: &Violation<'_>, place: &Location<'_>) -> bool {
        match (violation.kind, place.entry) {
            (Kind::Null, Some(entry)) => self.broken.in_place_of_value(entry.key.span.end),
            _ => self.broken.right_before(place.node.span.start),
        }
    }

    fn one(&self, violation: &Violation<'_>, place: &Location<'_>, key: Option<&str>, findings: &mut Findings<'_>) {
        let card = self.card;
        let unexpected = key.filter(|_| violation.kind == Kind::Unknown).and_then(|key| place.node.at_step(key));
        let at = match (unexpected, key, place.entry) {
            (Some(entry), ..) | (None, Some(_), Some(entry)) => entry.key.span,
            (None, None, Some(entry)) if violation.kind == Kind::Forbidden => entry.key.span,
            // A mapping over several lines begins with its first key.
            (None, Some(_), None) if place.spans_lines(card) => {
                place.node.entries().first().map_or(place.node.span, |first| first.key.span)
            }
            _ => place.span(),
        };
        let fill = |text: &str| fill(text, violation, place, key, card);
        let hub = hub(violation, place, key, card);
        // Where the Hub does not look, what is a string to Python is one.
        let is_string = matches!(place.node.python(), Some(Value::String(_)));
        if hub.is_none() && violation.kind == Kind::Type && violation.quotes() && is_string {
            return;
        }
        // Of what is only counted the words are not needed, but what tells it from another at its place is.
        let shows = findings.shows(at);
        let likely = violation.annotation("x-likely").is_some_and(|likely| likely == true);
        let mut message = if !shows {
            key.map_or_else(|| violation.kind.names()[0].to_owned(), str::to_owned)
        } else if let Some(text) = violation.text("x-message") {
            fill(text)
        } else {
            message(violation, place, key, card)
        };
        if likely && shows {
            message.push_str(if hub.is_some() { "; the Hub likely rejects it" } else { "; it is likely ignored" });
        }
        let diagnostic = findings.report(at, message);
        diagnostic.likely = likely;
        // The Hub accepts every string.
        if violation.kind == Kind::Placeholder {
            diagnostic.severity(Severity::Warning);
        }
        if hub.is_none() {
            diagnostic.predicts.retain(|consumer| *consumer != Consumer::Hub);
            if diagnostic.predicts.is_empty() {
                diagnostic.predicts.push(Consumer::Reader);
                diagnostic.severity = diagnostic.severity.min(Severity::Warning);
            }
        }
        if !shows {
            return;
        }
        diagnostic.hub = hub.map(|text| HubReply::Invalid(fill(&text)));
        diagnostic.help = violation.text("x-help").map(fill);
        let has_values = || {
            *self
                .has_values
                .get_or_init(|| card.metadata.entries().iter().any(|entry| !matches!(entry.value.value, Value::Null)))
        };
        let missing = key.filter(|_| violation.kind == Kind::Required);
        help::add(violation, place, unexpected, missing, card, &has_values, diagnostic);
        if let Check::SchemaWith(advise) = diagnostic.rule.check {
            let Location { node, entry, holder, .. } = *place;
            advise(card, &Located { node, entry, holder }, diagnostic);
        }
    }
}

/// The usual message of a kind of violation.
pub(super) fn message(violation: &Violation<'_>, place: &Location<'_>, key: Option<&str>, card: &Card) -> String {
    let name = short(&place.label());
    let noun = violation.text("title").unwrap_or("value");
    let found = found(place.node, card);
    match violation.kind {
        Kind::Template | Kind::Placeholder => {
            format!("`{name}` still contains the template placeholder `{}`", short(card.source.slice(place.node.span)))
        }
        Kind::Null if place.steps.is_empty() => "the file is empty".to_owned(),
        Kind::Null => format!("`{name}` has no value"),
        Kind::Empty => format!("`{name}` is empty"),
        Kind::Scalar | Kind::Type if place.steps.is_empty() => {
            format!("expected {}, found {found}", expected(violation))
        }
        Kind::Scalar => format!("`{name}`: expected a list, found {found}"),
        Kind::Type => format!("`{name}`: expected {}, found {found}", expected(violation)),
        Kind::Enum => match violation.expected() {
            Some(expected) => format!("`{name}`: expected {expected}, found {found}"),
            None if place.node.as_str().is_none() => format!("`{name}`: expected a known {noun}, found {found}"),
            None => {
                let text = place.node.as_str().unwrap_or_default();
                let spaces = if text.trim() == text { "" } else { " with spaces around it" };
                format!("unknown {noun} `{}`{spaces}", short(text))
            }
        },
        Kind::Required if place.steps.is_empty() => format!("missing key `{}`", key.unwrap_or_default()),
        Kind::Required => format!("missing key `{}` in `{name}`", key.unwrap_or_default()),
        Kind::Unknown if place.steps.is_empty() => format!("unknown key `{}`", short(key.unwrap_or_default())),
        Kind::Unknown => format!("unknown key `{}` in `{name}`", short(key.unwrap_or_default())),
        Kind::Forbidden => format!("`{name}` is not allowed"),
        Kind::Pattern => format!("{found} is not a {noun}"),
        Kind::Length => format!("`{name}` is too long"),
    }
}

/// The Hub's answer: Joi's text for the kind of violation, or what the schema says.
fn hub(violation: &Violation<'_>, place: &Location<'_>, key: Option<&str>, card: &Card) -> Option<String> {
    match violation.annotation("x-hub") {
        Some(Json::String(text)) => return Some(text.clone()),
        Some(Json::Bool(false)) => return None,
        _ => {}
    }
    if card.document.is_yaml() {
        return zod::issue(violation, place, key);
    }
    Some(match violation.kind {
        Kind::Null | Kind::Scalar | Kind::Type | Kind::Template => {
            let mut types = violation.types();
            types.retain(|name| *name != "null");
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
        // The Hub's schema ignores unknown keys.
        Kind::Unknown | Kind::Placeholder => return None,
        Kind::Pattern => "\"{label}\" with value \"{value}\" is not valid".to_owned(),
        Kind::Length => match violation.keyword() {
            Json::Number(limit) => {
                format!("\"{{label}}\" length must be less than or equal to {limit} characters long")
            }
            _ => return None,
        },
    })
}

/// What is expected there, in words.
fn expected(violation: &Violation<'_>) -> String {
    if let Some(expected) = violation.expected() {
        return expected.to_owned();
    }
    let mut words: Vec<&str> = violation
        .types()
        .into_iter()
        .map(|name| match name {
            "string" => "a string",
            "array" => "a list",
            "object" => "a mapping",
            "boolean" => "a boolean",
            "integer" => "a whole number",
            "number" => "a number",
            _ => "nothing",
        })
        .collect();
    let last = words.pop().unwrap_or("something else");
    if words.is_empty() { last.to_owned() } else { format!("{} or {last}", words.join(", ")) }
}

/// What is found there, in words.
pub(super) fn found(node: &Node, card: &Card) -> String {
    let written = || short(card.source.slice(node.span));
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) if written() == value.to_string() => format!("the boolean `{value}`"),
        Value::Bool(value) => format!("the boolean `{value}` (written `{}`)", written()),
        Value::Int(_) | Value::Float(_) => format!("the number `{}`", written()),
        Value::Timestamp(_) => format!("the date `{}`", written()),
        Value::String(text) if text.is_empty() => "an empty string".to_owned(),
        // Without its quotes it would look like the value that belongs there.
        Value::String(text) if text.parse::<f64>().is_ok() || is_switch(text) => {
            format!("the string `\"{}\"`", short(text))
        }
        Value::String(text) => format!("`{}`", short(text)),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "a mapping".to_owned(),
    }
}

/// Whether a string is a boolean in one of the dialects of YAML.
fn is_switch(text: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A string that fits into a sentence.
pub(super) fn short(text: &str) -> String {
    const MAX_CHARACTERS: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_CHARACTERS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

pub(super) fn fill(
    text: &str,
    violation: &Violation<'_>,
    place: &Location<'_>,
    key: Option<&str>,
    card: &Card,
) -> String {
    let mut filled = text.to_owned();
    let mut put = |word: &str, value: &dyn Fn() -> String| {
        if filled.contains(word) {
            filled = filled.replace(word, &value());
        }
    };
    put("{label}", &|| place.label());
    for (word, count) in [("{label/1}", 1), ("{label/2}", 2), ("{label/3}", 3)] {
        put(word, &|| place.steps[..count.min(place.steps.len())].concat());
    }
    put("{value}", &|| {
        place.node.as_str().map_or_else(|| card.source.slice(place.node.span).to_owned(), str::to_owned)
    });
    put("{key}", &|| key.unwrap_or_default().to_owned());
    put("{noun}", &|| violation.text("title").unwrap_or("value").to_owned());
    put("{range}", &|| range(place.node));
    put("{options}", &|| violation.options().join(", "));
    filled
}

/// The range of sizes that a number of rows is in, as `size_categories` has it.
fn range(node: &Node) -> String {
    const SIZES: [(i128, &str); 10] = [
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (1_000_000, "100K<n<1M"),
        (10_000_000, "1M<n<10M"),
        (100_000_000, "10M<n<100M"),
        (1_000_000_000, "100M<n<1B"),
        (10_000_000_000, "1B<n<10B"),
        (100_000_000_000, "10B<n<100B"),
        (1_000_000_000_000, "100B<n<1T"),
    ];
    let rows = match &node.value {
        Value::Int(rows) => Some(*rows),
        Value::String(text) => rows(text),
        _ => None,
    };
    let Some(rows) = rows else { return "a range such as `1K<n<10K`".to_owned() };
    let size = SIZES.iter().find(|(below, _)| rows < *below).map_or("n>1T", |(_, size)| size);
    format!("`{size}`")
}

/// The lowest number of rows that a string such as `10k-50k` or `<1000` can mean.
fn rows(text: &str) -> Option<i128> {
    let text = text.to_lowercase().replace([',', '_', ' '], "");
    let start = text.find(|char: char| char.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    let factor = match rest[end..].chars().next() {
        Some('k') => 1_000,
        Some('m') => 1_000_000,
        Some('b') => 1_000_000_000,
        Some('t') => 1_000_000_000_000,
        _ => 1,
    };
    let rows = rest[..end].parse::<i128>().ok()?.checked_mul(factor)?;
    Some(if before.contains('<') { rows - 1 } else { rows })
}
