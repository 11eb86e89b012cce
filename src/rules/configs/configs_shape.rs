use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Style, Value};

rule! {
    /// `configs` is not a list of mappings with a `config_name` each.
    ///
    /// `datasets` raises an error, and the Hub shows no viewer.
    "configs-shape", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::SchemaWith(advise)
}

/// Shows how a name, a config or a mapping from names to configs becomes a list.
fn advise(card: &Card, Located { node, entry, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if entry.is_none_or(|entry| entry.key.as_str() != Some("configs")) {
        return;
    }
    let entries = node.entries();
    if let Some(name) = node.as_str().filter(|name| !name.is_empty()) {
        diagnostic.help(format!("write a list: `- config_name: {name}`, and below it `data_files`"));
    } else if let Some(name) = node.get("config_name") {
        diagnostic.help(format!("begin the config with `- `: `- config_name: {}`", name.key_text()));
    } else if let Some(first) = entries.first().filter(|_| entries.iter().all(is_config)) {
        diagnostic
            .help(format!("write a list: `- config_name: {}`, and below it its other keys", first.key.key_text()));
        let edits: Option<Vec<_>> = entries.iter().map(|config| as_item(card, config)).collect();
        diagnostic.fix = edits.map(|edits| Fix::suggested("write each name as `config_name` of an item", edits));
    }
}

fn is_config(Entry { key, value }: &Entry) -> bool {
    key.as_str().is_some() && matches!(value.value, Value::Mapping(_))
}

/// Writes `en:` as `- config_name: en`, where the keys below it are then in the right column.
fn as_item(card: &Card, Entry { key, value }: &Entry) -> Option<Edit> {
    let column = |at: usize| at - card.source.line_at(at).start;
    let first = value.entries().first()?.key.span.start;
    let line = card.source.line_at(key.span.start);
    let is_alone = card.source.slice(Span::new(key.span.end, line.end)).trim() == ":";
    let fits = value.style == Style::Block && is_alone;
    (fits && column(first) == column(key.span.start) + "- ".len()).then(|| {
        Edit::replace(Span::new(key.span.start, line.end), format!("- config_name: {}", card.source.slice(key.span)))
    })
}
