use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A field of the gate form has a type that the Hub does not know.
    ///
    /// The types are `text`, `checkbox`, `date_picker`, `country`, `ip_location`, all in lowercase, and `select` with
    /// its options. There is no type for multi-line text, e-mail addresses, numbers, links or hidden values.
    "gate-field-type", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi; hub-docs#1334", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// What authors write for a type, the closest type, and why.
const TYPE_ALIASES: [(&[&str], &str, &str); 11] = [
    (
        &["textarea", "text_area", "multiline", "paragraph", "long_text", "longtext", "markdown"],
        "text",
        "the form has no multi-line fields: `text` is a single line",
    ),
    (
        &["email", "mail", "e-mail"],
        "text",
        "there is no type for e-mail addresses: the Hub shares the account's address anyway, so remove the field, or use `text` for another address",
    ),
    (&["hidden"], "", "a field cannot be hidden: `ip_location` records the requester's country without an input"),
    (
        &["number", "int", "integer", "float", "numeric"],
        "text",
        "there is no type for numbers: use `text`, or `select` with ranges",
    ),
    (
        &["date", "datetime", "day", "calendar", "date-picker", "datepicker"],
        "date_picker",
        "the type for dates is `date_picker`",
    ),
    (
        &["radio", "dropdown", "choice", "choices", "enum", "multiselect", "multi_select", "list", "options"],
        "select",
        "for a choice, write `{type: select, options: [Research, Education]}`",
    ),
    (&["select"], "select", "a `select` needs options: write `{type: select, options: [Research, Education]}`"),
    (
        &["url", "link", "uri", "website", "tel", "phone", "password", "string", "str", "name", "input"],
        "text",
        "there is no such type: use `text`",
    ),
    (
        &["bool", "boolean", "check", "tick", "agree", "agreement", "consent", "terms"],
        "checkbox",
        "the type for consent is `checkbox`",
    ),
    (
        &["ip", "geo", "location", "ip_address"],
        "ip_location",
        "the type that records where a request comes from is `ip_location`",
    ),
    (&["file", "upload", "image", "signature"], "", "the form cannot take files: ask for a link in a `text` field"),
];

fn advise(card: &Card, Located { node, entry, holder }: &Located<'_>, diagnostic: &mut Diagnostic) {
    // The value of a field, or of the `type` in one.
    let fields = card.metadata.entry("extra_gated_fields").map(|fields| fields.key.span);
    let is_type = holder.map(|holder| holder.key.span) != fields;
    let field = entry.filter(|_| !is_type);
    if let (Value::Null, Some(field)) = (&node.value, field) {
        diagnostic.help("set a type, such as `text`");
        diagnostic.fix = None;
        let rest = &card.source.text[field.key.span.end..];
        if rest.starts_with(':') {
            let edit = Edit::insert(field.key.span.end + 1, " text");
            diagnostic.fix(Fix::suggested("make it a text field", vec![edit]));
        }
        return;
    }
    if let Some(entry) = misspelled_type(node) {
        diagnostic.help("did you mean `type`?").fix(edit::rename(&entry.key, "type"));
        diagnostic.at = entry.key.span;
        return;
    }
    if let Some(field) = choices(node).filter(|_| field.is_some()) {
        diagnostic.help(format!("for a choice, write `{field}`"));
        diagnostic.fix = None;
        if card.source.slice(node.span).starts_with('[') {
            diagnostic.fix(Fix::suggested("make it a `select`", vec![Edit::replace(node.span, field)]));
        }
        return;
    }
    let Some(word) = node.as_str().map(|word| word.trim().to_lowercase().replace(' ', "_")) else {
        diagnostic.help("write `text`, `checkbox`, `date_picker` or `country`, or a mapping with `type: select`");
        diagnostic.fix = None;
        return;
    };
    let holder = holder.filter(|_| is_type);
    if word == "select" && holder.is_some_and(|field| field.value.get("options").is_some()) {
        diagnostic.help("write `select`").fix(Fix::safe("write `select`", vec![Edit::replace(node.span, "select")]));
        return;
    }
    let Some((_, meant, help)) = TYPE_ALIASES.iter().find(|(words, ..)| words.contains(&word.as_str())) else {
        if diagnostic.fix.is_none() {
            diagnostic.help("the types are `text`, `checkbox`, `date_picker`, `country` and `select`");
        }
        return;
    };
    diagnostic.help(*help);
    // A bare `select` has no place for its options.
    diagnostic.fix = None;
    if !meant.is_empty() && !(*meant == "select" && field.is_some()) {
        diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![Edit::replace(node.span, *meant)]));
    }
}

/// A `select` with the choices that are listed in place of a type.
fn choices(node: &Node) -> Option<String> {
    const MAX_CHOICES: usize = 5;
    let items = node.items();
    let texts: Option<Vec<_>> = items.iter().map(|item| item.as_str().filter(|text| !text.contains(','))).collect();
    let texts = texts.filter(|texts| (2..=MAX_CHOICES).contains(&texts.len()))?;
    let options = texts.into_iter().map(edit::scalar).collect::<Vec<_>>().join(", ");
    Some(format!("{{type: select, options: [{options}]}}"))
}

/// What authors write for the key `type`, besides misspellings.
const TYPE_KEY_ALIASES: [&str; 3] = ["kind", "field_type", "input"];

/// The entry of a field without a `type` whose key was meant to be it.
pub(super) fn misspelled_type(field: &Node) -> Option<&Entry> {
    let near = |entry: &&Entry| {
        let key = entry.key.key_text();
        TYPE_KEY_ALIASES.contains(&key.as_str()) || nearest(&key, ["type"]).is_some()
    };
    if field.get("type").is_some() { None } else { field.entries().iter().find(near) }
}
