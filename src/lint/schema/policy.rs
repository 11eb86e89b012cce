//! What a violation of an organization's schema is called: as the schema says, else as violations of cardlint's own are.

use jsonschema::ValidationError;
use serde_json::Value as Json;

use super::report::{Location, fill, found, message, short};
use super::violation::{Kind, Violation, Ways, coarsest};
use crate::card::Card;
use crate::source::Span;
use crate::yaml::Value;

/// Reports errors of a schema at their places: the place, the message, and what to do.
pub(in crate::lint) fn report<'e>(
    card: &Card,
    schema: &Json,
    errors: impl Iterator<Item = ValidationError<'e>>,
    into: &mut Vec<(Span, String, Option<String>)>,
) {
    let mut ways = Ways::new(schema);
    let violations = coarsest(errors.filter_map(|error| {
        let violation = Violation::new(&mut ways, &error);
        if violation.is_none() {
            let place = Location::find(&card.metadata, error.instance_path().as_str());
            into.extend(place.map(|place| (place.at(card), short(&error.to_string()), None)));
        }
        violation
    }));
    for violation in violations {
        let Some(place) = Location::find(&card.metadata, &violation.pointer) else { continue };
        let keys: Vec<Option<&str>> = match violation.keys.as_slice() {
            [] => vec![None],
            keys => keys.iter().map(|key| Some(key.as_str())).collect(),
        };
        for key in keys {
            // What a schema says about a key, it says about one that is missing, too.
            let own = |name: &str| {
                let missing = key.filter(|_| violation.kind == Kind::Required);
                missing
                    .and_then(|key| violation.property(key)?.get(name)?.as_str())
                    .or_else(|| violation.own_text(name))
            };
            let unexpected = key.filter(|_| violation.kind == Kind::Unknown).and_then(|key| place.node.at_step(key));
            let forbidden = place.entry.filter(|_| violation.kind == Kind::Forbidden);
            let at = unexpected.or(forbidden).map_or_else(|| place.at(card), |entry| entry.key.span);
            let said = own("x-message").map(|text| fill(text, &violation, &place, key, card));
            let said = said.unwrap_or_else(|| usual(&violation, &place, key, card));
            let help =
                own("x-fix").or_else(|| own("description")).map(|text| fill(text, &violation, &place, key, card));
            into.push((at, said, help));
        }
    }
}

/// The message for what the schema has no words for.
fn usual(violation: &Violation<'_>, place: &Location<'_>, key: Option<&str>, card: &Card) -> String {
    let (name, found) = (short(&place.label()), || found(place.node, card));
    let is_empty = match &place.node.value {
        Value::String(text) => text.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
        _ => false,
    };
    match (violation.kind, violation.own_text("title")) {
        (Kind::Required, _) => {
            let title = key.and_then(|key| violation.property(key)?.get("title")?.as_str());
            let title = title.map(|title| format!(" ({title})")).unwrap_or_default();
            message(violation, place, key, card) + &title
        }
        (Kind::Empty, _) if !is_empty => format!("`{name}` is too short"),
        (Kind::Enum, _) => match violation.keyword() {
            Json::Array(_) => format!("`{name}`: {} is not one of the allowed values", found()),
            Json::String(only) => format!("`{name}`: expected `{only}`, found {}", found()),
            only => format!("`{name}`: expected `{only}`, found {}", found()),
        },
        (Kind::Pattern | Kind::Type, Some(noun)) if !violation.is_type => {
            format!("`{name}`: {} is not a valid {noun}", found())
        }
        (Kind::Pattern | Kind::Type, None) if !violation.is_type => {
            format!("`{name}`: {} does not match the schema", found())
        }
        _ => message(violation, place, key, card),
    }
}

impl Location<'_> {
    /// The value, the key of a long one, or the opening fence for the card as a whole.
    fn at(&self, card: &Card) -> Span {
        match (self.entry, card.front_matter) {
            (Some(entry), _) if self.spans_lines(card) => entry.key.span,
            (None, Some(block)) if self.steps.is_empty() => Span::new(block.start, block.start + 3),
            _ => self.span(),
        }
    }
}
