use super::load;
use super::load::readers::Choice;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, edit, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Style, Value};

rule! {
    /// A setting of a config has a value that the reader of its files does not accept.
    ///
    /// All keys of a config except its files are passed to the reader of their format. The CSV reader raises an error
    /// for `header: None`, which is a string, for `names: a, b`, which is not a list, and for `engine: pyarrow`, with which pandas
    /// cannot read a file in parts. A switch treats any string as true, even `"false"`. With `field`, a file is read as one JSON value,
    /// and a load of JSON lines fails. `sep: |` is an empty string, not the character: YAML begins a string of several lines with it.
    /// The reader of CoNLL ignores `column_names` in a card, and reads the first column only.
    "config-setting", Error, predicts: [Datasets], evidence: "datasets 5.2.0 and pandas, run", since: "0.1.0",
    Check::Card(check)
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Text,
    Separator,
    Character,
    Number,
    Positive,
    Lines,
    List,
    Header,
    Switch,
}

/// Settings that were tested with values of every type.
const SETTINGS: [(&str, Expected); 19] = [
    ("chunksize", Expected::Positive),
    ("column_names", Expected::List),
    ("comment", Expected::Character),
    ("decimal", Expected::Character),
    ("delimiter", Expected::Separator),
    ("drop_labels", Expected::Switch),
    ("drop_metadata", Expected::Switch),
    ("encoding", Expected::Text),
    ("escapechar", Expected::Character),
    ("header", Expected::Header),
    ("lineterminator", Expected::Character),
    ("names", Expected::List),
    ("nrows", Expected::Number),
    ("quotechar", Expected::Character),
    ("quoting", Expected::Number),
    ("sep", Expected::Separator),
    ("skiprows", Expected::Lines),
    ("thousands", Expected::Character),
    ("usecols", Expected::List),
];

impl Expected {
    fn accepts(self, value: &Value) -> bool {
        match self {
            _ if matches!(value, Value::Null) => true,
            Self::Text => matches!(value, Value::String(_)),
            Self::Separator => matches!(value, Value::String(text) if !text.trim_end_matches('\n').is_empty()),
            Self::Character => matches!(value, Value::String(text) if text.chars().count() == 1),
            Self::Number => matches!(value, Value::Int(_)),
            Self::Positive => matches!(value, Value::Int(1..)),
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
            Self::Text => "a string",
            Self::Separator => "a string that is not empty",
            Self::Character => "a single character",
            Self::Number => "a whole number",
            Self::Positive => "a whole number from 1 on",
            Self::Lines => "a whole number, or a list of line numbers",
            Self::List => "a list",
            Self::Header => "a line number, or `null`",
            Self::Switch => "a boolean",
        }
    }
}

/// Settings of other readers than that of CSV.
const OF_OTHERS: [&str; 5] = ["chunksize", "column_names", "drop_labels", "drop_metadata", "encoding"];

/// Reports `field`, for which a whole file is read as one JSON value, where each line of the files is one.
fn field_of_lines(config: &Node, findings: &mut Findings<'_>) {
    let Some(field) = config.get("field").filter(|field| field.value != Value::Null) else { return };
    let Some(splits) = load::declared(config) else { return };
    let patterns = splits.iter().flat_map(|split| &split.patterns);
    let Some(lines) =
        patterns.map(|pattern| pattern.text).find(|text| text.ends_with(".jsonl") || text.ends_with(".ndjson"))
    else {
        return;
    };
    findings
        .report(
            field.span,
            format!("`field`: expected a file that is one JSON value, but `{lines}` has one on each line"),
        )
        .help("remove `field`: the columns are the keys of each line");
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        field_of_lines(config, findings);
    }
    let has_setting = |config: &Node| {
        config.get("engine").is_some() || SETTINGS.iter().any(|(setting, _)| config.get(setting).is_some())
    };
    if !super::configs(card).iter().any(has_setting) {
        return;
    }
    let reader = load::reader_of(card, findings.context.paths());
    // Other readers ignore what they do not know.
    let is_table = !matches!(reader, Some(Choice::Reader(reader)) if reader.name() != "csv");
    let is_conll = matches!(reader, Some(Choice::Reader(reader)) if reader.name() == "conll");
    for config in super::configs(card) {
        for Entry { key, value } in config.entries() {
            let name = key.key_text();
            if is_conll && name == "column_names" && value.value != Value::Null {
                findings
                    .report(key.span, "`column_names` is ignored in a card: of CoNLL files, only the first column is read")
                    .severity(Severity::Warning)
                    .help("convert the files to JSON lines or Parquet: the names of columns are read only as an argument of `load_dataset`");
                continue;
            }
            if is_table && name == "engine" && value.as_str() == Some("pyarrow") {
                findings
                    .report(value.span, "`engine`: `pyarrow` does not read a file in parts, as `datasets` has it read")
                    .help("remove the key, or write `c` or `python`");
                continue;
            }
            if !is_table && !OF_OTHERS.contains(&name.as_str()) {
                continue;
            }
            let Some((_, expected)) = SETTINGS.iter().find(|(setting, _)| *setting == name) else { continue };
            let read = value.python().unwrap_or(&value.value);
            if expected.accepts(read) {
                continue;
            }
            let found = match &value.value {
                Value::Sequence(_) => "a list".to_owned(),
                Value::Mapping(_) => "a mapping".to_owned(),
                Value::String(text) if text.contains('\n') => "a string of several lines".to_owned(),
                _ => format!("`{}`", card.source.slice(value.span)),
            };
            let message = format!("`{name}`: expected {}, found {found}", expected.words());
            let diagnostic = findings.report(value.span, message);
            diagnostic.help(format!("write {}", expected.words()));
            match (expected, read) {
                (Expected::Separator | Expected::Character, Value::String(_))
                    if matches!(value.style, Style::Literal | Style::Folded) =>
                {
                    let mark = if value.style == Style::Literal { "|" } else { ">" };
                    diagnostic.help(format!("quote it: `{name}: \"{mark}\"`"));
                    if card.source.slice(value.span).trim_end() == mark {
                        let end = value.span.start + mark.len();
                        let edit = Edit::replace(Span::new(value.span.start, end), format!("\"{mark}\""));
                        diagnostic.fix(Fix::suggested("quote it", vec![edit]));
                    }
                }
                (Expected::Separator | Expected::Character, Value::String(text)) if text.is_empty() => {
                    diagnostic.help("write the character in quotes, or remove the key");
                }
                (Expected::Text | Expected::Separator | Expected::Character, Value::Int(_) | Value::Float(_)) => {
                    if let Some((title, edits)) = edit::quote(&card.source, value) {
                        diagnostic.help(&*title).fix(Fix::suggested(title, edits));
                    }
                }
                (Expected::List, Value::String(_)) => {
                    diagnostic.help(format!("write a list: `{name}: [first, second]`"));
                }
                (Expected::Header, Value::String(text)) if text.eq_ignore_ascii_case("none") => {
                    diagnostic.help("write `null`: `None` is a string in YAML");
                    diagnostic.fix(Fix::suggested("write `null`", vec![Edit::replace(value.span, "null")]));
                }
                // It raises no error.
                (Expected::Switch, _) => {
                    diagnostic
                        .severity(Severity::Warning)
                        .help("write `true` or `false`, without quotes: any string counts as true");
                }
                _ => {}
            }
        }
    }
}
