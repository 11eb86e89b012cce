use super::feature_kind_table;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::{Entry, Node, Value};

rule! {
    /// A feature lacks a setting that it needs, or has one that does not fit or that nobody reads.
    ///
    /// Arrays need `shape` and `dtype`, translations `languages`. Beside a list only `length` and `id` may stand. The
    /// datasets library stops with an error. It passes over a setting that it does not know without a word, and over one
    /// that stands beside `dtype` in place of within: `dtype: audio` with `sampling_rate` has no rate.
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
            findings.report(first.key.span, format!("`{key}` needs `{name}`")).help(match *name {
                "shape" => "write the length of each dimension: `shape: [28, 28]`",
                "languages" => "list the languages: `languages: [en, fr]`",
                _ => "write what a value is: `dtype: float32`",
            });
        }
        for setting in first.value.entries() {
            fits(class, setting, findings);
            let name = setting.key.key_text();
            let known = feature_kind_table::settings(class);
            if !known.contains(&name.as_str()) && name != "id" {
                let diagnostic = findings.report(setting.key.span, format!("`{key}` has no setting `{name}`"));
                diagnostic.severity(Severity::Warning).help(match nearest(&name, known.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "remove it: nobody reads it".to_owned(),
                });
            }
        }
    }
}

/// What stands beside a list.
fn list(entries: &[&Entry], findings: &mut Findings<'_>) {
    let key = entries[0].key.key_text();
    for extra in &entries[1..] {
        let name = extra.key.key_text();
        // A large list has no length.
        if name != "id" && (name != "length" || key == "large_list") {
            findings
                .report(extra.key.span, format!("`{name}` has no place beside `{key}`"))
                .help("remove it; beside a list only `length` may stand");
        } else if name == "length" && !matches!(read(&extra.value), Value::Int(-1..) | Value::Float(_)) {
            findings
                .report(extra.key.span, "`length` must be a whole number")
                .help("write how many items each list has, or remove the key");
        }
    }
}

/// Settings that stand beside `dtype: audio` and the like, where they are lost.
fn beside(entries: &[&Entry], findings: &mut Findings<'_>) {
    let Some((dtype, extras)) = entries.split_first() else { return };
    let Some(class) = dtype.value.as_str().and_then(feature_kind_table::class) else { return };
    for extra in
        extras.iter().filter(|extra| feature_kind_table::settings(class).contains(&extra.key.key_text().as_str()))
    {
        let (name, kind) = (extra.key.key_text(), dtype.value.key_text());
        findings
            .report(extra.key.span, format!("`{name}` is not read beside `dtype: {kind}`"))
            .severity(Severity::Warning)
            .label(dtype.value.span, "it belongs to this")
            .help(format!("write `{kind}:` in place of `dtype: {kind}`, and below it, indented, `{name}`"));
    }
}

/// Whether the value of a setting is one that its class takes.
fn fits(class: &str, Entry { key, value }: &Entry, findings: &mut Findings<'_>) {
    let texts = || !value.items().is_empty() && value.items().iter().all(|item| item.as_str().is_some());
    let (message, severity, help) = match (key.key_text().as_str(), class) {
        ("shape", "Array2D" | "Array3D" | "Array4D" | "Array5D") => {
            let Some(wrong) = misshapen(class, value) else { return };
            (
                wrong,
                Severity::Error,
                "write the length of each dimension: `shape: [28, 28]`; only the first one may be `null`",
            )
        }
        ("languages", "Translation" | "TranslationVariableLanguages") if value.as_str().is_some() => {
            let message = "`languages` is one text, of which each letter is taken for a language".to_owned();
            (message, Severity::Warning, "list them: `languages: [en, fr]`")
        }
        ("languages", "Translation") if !texts() => {
            ("`languages` must be a list of texts".to_owned(), Severity::Error, "write `languages: [en, fr]`")
        }
        ("sampling_rate" | "num_channels" | "stream_index", "Audio" | "Video")
            if !matches!(read(value), Value::Int(0..) | Value::Null) =>
        {
            (
                format!("`{}` must be a whole number", key.key_text()),
                Severity::Warning,
                "write the number alone, such as `16000`",
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
        return Some(format!("`shape` has {}, and this array has {wanted} dimensions", counted(lengths.len())));
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
