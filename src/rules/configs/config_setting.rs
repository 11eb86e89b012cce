use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::yaml::{Entry, Value};

rule! {
    /// A setting of a config has a value that its reader does not take.
    ///
    /// What a config says beside its files is handed to the reader of their format. The one for CSV files stops at
    /// `header: None`, which is a text, and at `names: a, b`, which is no list. A switch takes any text for true, even
    /// `"false"`.
    "config-setting", Error, predicts: [Datasets], evidence: "datasets 5.2.0 and pandas, run", since: "0.1.0",
    Check::Card(check)
}

#[derive(Clone, Copy)]
enum Wanted {
    Text,
    Number,
    Lines,
    List,
    Header,
    Switch,
}

/// Settings that were tried with values of every type.
const SETTINGS: [(&str, Wanted); 17] = [
    ("chunksize", Wanted::Number),
    ("column_names", Wanted::List),
    ("comment", Wanted::Text),
    ("delimiter", Wanted::Text),
    ("drop_labels", Wanted::Switch),
    ("drop_metadata", Wanted::Switch),
    ("encoding", Wanted::Text),
    ("escapechar", Wanted::Text),
    ("header", Wanted::Header),
    ("names", Wanted::List),
    ("nrows", Wanted::Number),
    ("quotechar", Wanted::Text),
    ("quoting", Wanted::Number),
    ("sep", Wanted::Text),
    ("skiprows", Wanted::Lines),
    ("thousands", Wanted::Text),
    ("usecols", Wanted::List),
];

impl Wanted {
    fn takes(self, value: &Value) -> bool {
        match self {
            _ if matches!(value, Value::Null) => true,
            Self::Text => matches!(value, Value::String(_)),
            Self::Number => matches!(value, Value::Int(_)),
            Self::Lines => matches!(value, Value::Int(_) | Value::Sequence(_)),
            Self::List => matches!(value, Value::Sequence(_)),
            Self::Header => match value {
                Value::String(text) => text == "infer",
                value => matches!(value, Value::Int(0..) | Value::Sequence(_)),
            },
            Self::Switch => matches!(value, Value::Bool(_) | Value::Int(_)),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a whole number",
            Self::Lines => "a whole number, or a list of lines",
            Self::List => "a list",
            Self::Header => "the number of a line, or `null`",
            Self::Switch => "`true` or `false`, without quotes",
        }
    }
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        for Entry { key, value } in config.entries() {
            let name = key.key_text();
            let Some((_, wanted)) = SETTINGS.iter().find(|(setting, _)| *setting == name) else { continue };
            let read = value.python().unwrap_or(&value.value);
            if wanted.takes(read) {
                continue;
            }
            let diagnostic = findings.report(value.span, format!("`{name}` must be {}", wanted.words()));
            diagnostic.help(format!("write {}", wanted.words()));
            match (wanted, read) {
                (Wanted::Text, Value::Int(_) | Value::Float(_)) => {
                    let quoted = format!("\"{}\"", card.source.slice(value.span));
                    diagnostic.help(format!("quote it: `{quoted}`"));
                    diagnostic.fix(Fix::suggested("quote it", vec![Edit::replace(value.span, quoted)]));
                }
                (Wanted::List, Value::String(_)) => {
                    diagnostic.help(format!("write a list: `{name}: [first, second]`"));
                }
                (Wanted::Header, Value::String(text)) if text.eq_ignore_ascii_case("none") => {
                    diagnostic.help("write `null`: `None` is a text in YAML");
                    diagnostic.fix(Fix::suggested("write `null`", vec![Edit::replace(value.span, "null")]));
                }
                // Nothing stops at it.
                (Wanted::Switch, _) => {
                    diagnostic.severity(Severity::Warning).help("remove the quotes: any text counts as true");
                }
                _ => {}
            }
        }
    }
}
