use super::feature_kind_table;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A feature lacks a required setting, or has one that is invalid or ignored.
    ///
    /// Arrays require `shape` and `dtype`, translations `languages`. Next to a list, only `length` and `id` are
    /// allowed. Otherwise `datasets` raises an error. It silently ignores unknown settings, and settings next to
    /// `dtype` instead of under the type: `dtype: audio` with `sampling_rate` has no sampling rate.
    "feature-arguments", Error, predicts: [Datasets], evidence: "datasets 5.2.0 feature classes", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in feature_kind_table::all(card) {
        let Some(first) = kind.entries.first() else { continue };
        let key = first.key.key_text();
        match key.as_str() {
            "list" | "large_list" | "sequence" => list(&kind.entries, findings),
            "dtype" => beside(&kind.entries, findings),
            _ => {}
        }
        let Some(class) = feature_kind_table::class(&key).filter(|_| matches!(first.value.value, Value::Mapping(_)))
        else {
            continue;
        };
        let needed: &[&str] = match class {
            "Array2D" | "Array3D" | "Array4D" | "Array5D" => &["shape", "dtype"],
            "Translation" => &["languages"],
            "Value" => &["dtype"],
            _ => &[],
        };
        for name in needed.iter().filter(|name| first.value.get(name).is_none()) {
            findings.report(first.key.span, format!("missing `{name}` in `{key}`")).help(match *name {
                "shape" => "write the length of each dimension: `shape: [28, 28]`",
                "languages" => "list the languages: `languages: [en, fr]`",
                _ => "write the type of the values: `dtype: float32`",
            });
        }
        for setting in first.value.entries() {
            check_value(class, setting, findings);
            let name = setting.key.key_text();
            let known = feature_kind_table::settings(class);
            if !known.contains(&name.as_str()) && name != "id" {
                let diagnostic =
                    findings.report(setting.key.span, format!("unknown setting `{name}` in `{key}` (it is ignored)"));
                diagnostic.severity(Severity::Warning).help(match nearest(&name, known.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "remove it".to_owned(),
                });
            }
        }
    }
}

/// The keys next to a list.
fn list(entries: &[&Entry], findings: &mut Findings<'_>) {
    let key = entries[0].key.key_text();
    for extra in &entries[1..] {
        let name = extra.key.key_text();
        // A large list has no length.
        if name != "id" && (name != "length" || key == "large_list") {
            findings
                .report(extra.key.span, format!("`{name}` is not allowed next to `{key}`"))
                .help("remove it: only `length` is allowed next to a list");
        } else if name == "length" && !matches!(read(&extra.value), Value::Int(-1..) | Value::Float(_)) {
            findings
                .report(extra.key.span, "`length` must be a whole number")
                .help("write the number of items in each list, or remove the key");
        }
    }
}

/// Settings next to `dtype: audio` and the like, where they are ignored.
fn beside(entries: &[&Entry], findings: &mut Findings<'_>) {
    let Some((dtype, extras)) = entries.split_first() else { return };
    let Some(class) = dtype.value.as_str().and_then(feature_kind_table::class) else { return };
    for extra in
        extras.iter().filter(|extra| feature_kind_table::settings(class).contains(&extra.key.key_text().as_str()))
    {
        let (name, kind) = (extra.key.key_text(), dtype.value.key_text());
        findings
            .report(extra.key.span, format!("`{name}` is ignored next to `dtype: {kind}`"))
            .severity(Severity::Warning)
            .label(dtype.value.span, "the type that it is meant for")
            .help(format!("write `{kind}:` instead of `dtype: {kind}`, and indent `{name}` below it"));
    }
}

/// Reports a setting whose value its class does not accept.
fn check_value(class: &str, Entry { key, value }: &Entry, findings: &mut Findings<'_>) {
    let are_strings = || !value.items().is_empty() && value.items().iter().all(|item| item.as_str().is_some());
    let is_empty = value.value == Value::Null || matches!(&value.value, Value::Sequence(items) if items.is_empty());
    let (message, severity, help) = match (key.key_text().as_str(), class) {
        ("shape", "Array2D" | "Array3D" | "Array4D" | "Array5D") => {
            let Some(wrong) = misshapen(class, value) else { return };
            (
                wrong,
                Severity::Error,
                "write the length of each dimension: `shape: [28, 28]`; only the first one can be `null`",
            )
        }
        ("languages", "Translation" | "TranslationVariableLanguages") if value.as_str().is_some() => {
            let message = "`languages` is a string: each of its characters is read as a language".to_owned();
            (message, Severity::Warning, "list them: `languages: [en, fr]`")
        }
        ("languages", "TranslationVariableLanguages") if is_empty => return,
        ("languages", "Translation" | "TranslationVariableLanguages") if !are_strings() => {
            ("`languages` must be a list of strings".to_owned(), Severity::Error, "write `languages: [en, fr]`")
        }
        ("format", "BioStructure") if !matches!(value.as_str(), Some("pdb" | "mmcif")) => {
            ("unknown format of a structure".to_owned(), Severity::Error, "write `pdb` or `mmcif`")
        }
        ("sampling_rate" | "num_channels" | "stream_index", "Audio" | "Video")
            if !matches!(read(value), Value::Int(0..) | Value::Null) =>
        {
            (
                format!("`{}` must be a whole number", key.key_text()),
                Severity::Warning,
                "write only the number, such as `16000`",
            )
        }
        _ => return,
    };
    let at = if value.span.is_empty() { key.span } else { value.span };
    findings.report(at, message).severity(severity).help(help);
}

/// What is wrong about the shape of an array.
fn misshapen(class: &str, shape: &Node) -> Option<String> {
    let Value::Sequence(lengths) = &shape.value else { return Some("`shape` must be a list of lengths".to_owned()) };
    let wanted = class.chars().find_map(|letter| letter.to_digit(10))?;
    if lengths.len() != usize::try_from(wanted).ok()? {
        return Some(format!("`shape` has {}, but this array has {wanted} dimensions", counted(lengths.len())));
    }
    let is_length = |(at, length): (usize, &Node)| match read(length) {
        Value::Int(number) => *number >= 0,
        Value::Null => at == 0,
        _ => false,
    };
    (!lengths.iter().enumerate().all(is_length)).then(|| "`shape` must be a list of whole numbers".to_owned())
}

fn counted(lengths: usize) -> String {
    if lengths == 1 { "one length".to_owned() } else { format!("{lengths} lengths") }
}

/// What Python reads.
fn read(node: &Node) -> &Value {
    node.python().unwrap_or(&node.value)
}
