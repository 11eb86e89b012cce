use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::{Check, Located, rule};
use crate::yaml::Node;

rule! {
    /// A `select` of the gate form has no list of options.
    ///
    /// Without `options`, or with something other than a list, there is nothing to choose from, and the Hub rejects the
    /// field.
    "gate-select-without-options", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// What authors call `options`.
const OPTIONS_ALIASES: [&str; 6] = ["option", "choices", "values", "items", "enum", "list"];

/// The entry that lists the options of a field under another name.
pub(super) fn misnamed(field: &Node) -> Option<&crate::yaml::Entry> {
    let is_select = field.get("type").and_then(Node::as_str) == Some("select") && field.get("options").is_none();
    field
        .entries()
        .iter()
        .find(|entry| is_select && OPTIONS_ALIASES.contains(&entry.key.key_text().to_lowercase().as_str()))
}

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if let Some(entry) = misnamed(node) {
        diagnostic.at = entry.key.span;
        diagnostic.help("the choices of a `select` are called `options`").fix(edit::rename(&entry.key, "options"));
    }
}
