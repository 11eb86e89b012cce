use crate::card::Card;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rule::{Check, Findings, Wording, edit, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{CollectionTag, Node, Style, Value};

rule! {
    /// A value that the Hub and PyYAML read differently.
    ///
    /// The Hub reads YAML 1.2, PyYAML reads YAML 1.1: an unquoted `no` is a string to one and `false` to the other, `012` is
    /// twelve or ten, `1:30` is a string or ninety. What one of them writes back, the other then rejects. It is an error on
    /// keys that the Hub or its clients use; a date is the same to both, and only written differently.
    ///
    /// Quotes help as long as nobody writes the card back with `huggingface_hub`: it takes them off strings such as `"1e5"`, `"0o14"` and
    /// `"08"`, and the Hub then reads numbers.
    "yaml-dialects-disagree", Warning, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Differs,
    evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run", since: "0.1.0", Check::Yaml(check)
}

/// Keys of `dataset_info` and `configs` that hold numbers or booleans. Only Python reads them: quotes would make strings of
/// the numbers, and every string counts as true.
const PYTHON: [&str; 22] = [
    "chunksize",
    "dataset_size",
    "decode",
    "download_size",
    "drop_labels",
    "drop_metadata",
    "header",
    "length",
    "mono",
    "nrows",
    "num_bytes",
    "num_channels",
    "num_classes",
    "num_examples",
    "num_ffmpeg_threads",
    "quoting",
    "sampling_rate",
    "shape",
    "size_in_bytes",
    "skipfooter",
    "skiprows",
    "stream_index",
];

/// Where a value is.
#[derive(Clone, Copy)]
struct Place {
    severity: Severity,
    /// Below a key that `datasets` reads.
    loader: bool,
    /// Below a key that the Hub does not look into.
    unread: bool,
    /// Below one of [`PYTHON`].
    python: bool,
}

/// For a tag of which the two make different collections.
pub(crate) fn tag(tag: CollectionTag) -> Wording {
    let (name, effect) = match tag {
        CollectionTag::Set => ("set", "the Hub reads a mapping of nulls, PyYAML reads a set"),
        CollectionTag::OrderedMap => ("omap", "the Hub reads a list of mappings, PyYAML reads a list of pairs"),
        CollectionTag::Pairs => ("pairs", "the Hub reads a list of lists, PyYAML reads a list of pairs"),
    };
    Wording::new(format!("ambiguous tag `!!{name}`"))
        .effect(effect)
        .help("write a plain list, mapping or string without a tag")
}

/// For mappings that are merged into the same one.
pub(crate) fn merged_twice(key: &str, first: Span) -> Wording {
    Wording::new(format!("two mappings with the key `{key}` are merged here"))
        .effect("the Hub takes the first value, PyYAML 6.0.4 the last")
        .label(first, "the first one")
        .help(format!("write `{key}` in the mapping itself: it then has that value for both"))
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let used = entry.key.as_str().is_some_and(Card::is_known_key);
        let severity = if used { Severity::Error } else { Severity::Warning };
        let unread = entry.key.as_str() == Some("dataset_info");
        let loader = matches!(entry.key.as_str(), Some("dataset_info" | "configs"));
        visit(card, &entry.value, Place { severity, loader, unread, python: false }, findings);
    }
}

fn visit(card: &Card, node: &Node, place: Place, findings: &mut Findings<'_>) {
    match &node.value {
        Value::Sequence(items) => {
            for item in items {
                visit(card, item, place, findings);
            }
        }
        Value::Mapping(entries) => {
            let differing = entries.iter().map(|entry| &entry.key).filter(|key| key.differs(true));
            let (numbers, others): (Vec<&Node>, Vec<&Node>) = differing.partition(|key| is_number(card, key));
            report_numbers(card, &numbers, findings);
            for key in others {
                report(card, key, true, if is_numeric(key) { Severity::Warning } else { place.severity }, findings);
            }
            for entry in entries {
                let python = place.loader && entry.key.as_str().is_some_and(|key| PYTHON.contains(&key));
                visit(card, &entry.value, Place { python, ..place }, findings);
            }
        }
        _ if node.differs(false) => {
            // A string to Python is one to `datasets`, too.
            let is_string = place.unread && !place.python && matches!(node.python(), Some(Value::String(_)));
            let severity = if is_string { Severity::Warning } else { place.severity };
            let told = report(card, node, false, severity, findings);
            let meant = matches!(node.python(), Some(Value::Int(_) | Value::Float(_) | Value::Bool(_)));
            if let Some(diagnostic) = told.filter(|_| place.python && meant) {
                let value = node.shown_by_python(card.source.slice(node.span));
                diagnostic.help(format!("write `{value}`"));
                diagnostic.fix(Fix::safe(format!("write `{value}`"), vec![Edit::replace(node.span, value)]));
            }
        }
        _ => {}
    }
}

/// Whether Python reads a key as a number: that is no other name to anyone.
fn is_numeric(key: &Node) -> bool {
    matches!(key.python().unwrap_or(&key.value), Value::Int(_) | Value::Float(_))
}

/// Whether a key is a number to Python, and the same digits to the Hub.
fn is_number(card: &Card, key: &Node) -> bool {
    key.style == Style::Plain && is_numeric(key) && card.source.slice(key.span) == key.key_text()
}

/// Reports the numbers among the keys of one map, such as those of the names of labels, at once.
fn report_numbers(card: &Card, keys: &[&Node], findings: &mut Findings<'_>) {
    let (first, more) = match keys {
        [] => return,
        [key] => {
            report(card, key, true, Severity::Warning, findings);
            return;
        }
        [first, more @ ..] => (first, more),
    };
    let quote = |key: &&Node| Edit::replace(key.span, format!("\"{}\"", card.source.slice(key.span)));
    let (hub, python) = (first.shown_by_hub(true), first.shown_by_python(card.source.slice(first.span)));
    let message = format!(
        "the Hub reads the key `{hub}` and {} more of this mapping as strings, PyYAML reads `{python}`",
        more.len()
    );
    let help = format!("quote them: `{hub}`");
    let diagnostic = findings.report(first.span, message);
    diagnostic.aside = Some(format!("PyYAML reads `{python}`").into());
    diagnostic.help(&*help).fix(Fix::safe(help, keys.iter().map(quote).collect()));
}

fn report<'a>(
    card: &Card,
    node: &Node,
    is_key: bool,
    severity: Severity,
    findings: &'a mut Findings<'_>,
) -> Option<&'a mut Diagnostic> {
    let written = card.source.slice(node.span);
    if let Some(tag) = edit::tag_before(&card.source, node) {
        let (hub, python) = (node.shown_by_hub(is_key), node.shown_by_python(written));
        let diagnostic = findings.report(
            Span::new(tag.start, node.span.end),
            format!("with the tag `{}`, the Hub reads `{hub}`, PyYAML reads `{python}`", card.source.slice(tag)),
        );
        return Some(diagnostic.severity(severity).help("remove the tag, and quote the value if it is a string"));
    }
    if node.style != Style::Plain || written.starts_with('*') {
        return None;
    }
    let quoted = format!("\"{written}\"");
    let (hub, python) = (node.shown_by_hub(is_key), node.shown_by_python(written));
    let keeps_meaning = hub == quoted || matches!(node.value, Value::Timestamp(_));
    // Both read the same date, and only write it differently.
    let is_date = matches!(node.value, Value::Timestamp(_));
    let severity = if is_date { Severity::Warning } else { severity };
    let edits = vec![Edit::replace(node.span, &*quoted)];
    let what = if is_key { "the key " } else { "" };
    let python = format!("PyYAML reads {}`{python}`", if is_date { "the date " } else { "" });
    let diagnostic = findings.report(node.span, format!("the Hub reads {what}`{hub}`, {python}"));
    diagnostic.severity(severity);
    // A date is a date to both.
    diagnostic.aside = (!is_date).then(|| python.into());
    if written.is_empty() {
        return Some(diagnostic.help("write a key here, or remove the entry"));
    }
    let help = format!("quote it: `{quoted}`");
    Some(diagnostic.help(&*help).fix(Fix { title: help, safe: keeps_meaning, edits }))
}
