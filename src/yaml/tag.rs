//! Values with a tag (`!!int`, `!mine`), as both parsers construct them, and names (`&name`) of values.

use super::{CollectionTag, Node, Problem, Reserved, Style, TagProblem, Value, YamlProblem, scalar};
use crate::source::{Edit, Repair, Span};

const CORE: &str = "tag:yaml.org,2002:";

/// The value of a tagged scalar; `node` brings place and style.
/// `after` is the next token, where js-yaml is when the scalar is empty.
pub(super) fn scalar(name: &str, at: Span, text: String, mut node: Node, after: usize) -> (Node, Option<Problem>) {
    let end = if node.span.is_empty() { after } else { node.span.end };
    let Some(core) = name.strip_prefix(CORE).or_else(|| (name == "!").then_some("str")) else {
        node.value = Value::String(if text.is_empty() { name.to_owned() } else { text });
        return (node, Some(unknown(name, at, end)));
    };
    let plain = scalar::hub(&text);
    let python = scalar::python(&text, &plain).ok().map(|python| python.unwrap_or_else(|| plain.clone()));
    let is = |value: &Value| match (core, value) {
        ("int", Value::Int(_))
        | ("float", Value::Float(_))
        | ("bool", Value::Bool(_))
        | ("timestamp", Value::Timestamp(_)) => true,
        ("float", Value::Int(_)) => !text.contains(['b', 'o', 'x']),
        ("null", Value::Null) => !text.is_empty() || node.style == Style::Plain,
        _ => false,
    };
    match core {
        // PyYAML resolves a value with the tag `!` as if it had neither tag nor quotes.
        "str" if name == "!" => {
            node.python = python.filter(|python| !matches!(python, Value::String(_))).map(Box::new);
            node.value = Value::String(text);
        }
        "str" => node.value = Value::String(text),
        "merge" if text == "<<" => node.value = Value::String(text),
        "binary" if is_base64(&text) => {
            node.value = Value::String(text);
            let at = Span::new(at.start, node.span.end);
            return (node, Some(problem(TagProblem::Binary, at)));
        }
        "binary" => {
            node.value = Value::String(text);
            return (node, Some(mismatch(name, false, at, end)));
        }
        // js-yaml makes an empty list or mapping of nothing.
        "seq" | "map" | "set" | "omap" | "pairs" if text.is_empty() && node.style == Style::Plain => {
            return (node, Some(problem(TagProblem::Empty(core.to_owned()), at)));
        }
        "int" | "float" | "bool" | "null" | "timestamp" => {
            let python = match core {
                "null" => Some(Value::Null),
                "timestamp" => python.filter(is),
                _ => scalar::constructed(core, &text),
            };
            let wrong = match (is(&plain), &python) {
                (true, Some(_)) => None,
                (true, None) if core == "timestamp" => None,
                (true, None) => Some(problem(TagProblem::NotInPython(core.to_owned()), node.span)),
                (false, Some(_)) => Some(mismatch(name, false, at, end)),
                (false, None) => Some(mismatch(name, true, at, end)),
            };
            if core == "timestamp" && wrong.is_none() {
                node.python = Some(Box::new(plain.clone()));
            } else {
                node.python = python.filter(|python| !scalar::same(&plain, python)).map(Box::new);
            }
            node.value = plain;
            return (node, wrong);
        }
        _ => {
            node.value = Value::String(text);
            return (node, Some(unknown(name, at, end)));
        }
    }
    (node, None)
}

/// What is wrong with the tag of a list or a mapping.
pub(super) fn collection(name: &str, at: Span, node: &Node, after: usize) -> Option<Problem> {
    let end = if node.style == Style::Block { after } else { node.span.end };
    match (name.strip_prefix(CORE), &node.value) {
        (Some("map"), Value::Mapping(_)) | (Some("seq"), Value::Sequence(_)) => None,
        (Some("set"), Value::Mapping(entries)) if entries.iter().any(|entry| entry.value.value != Value::Null) => {
            Some(mismatch(name, false, at, end))
        }
        (Some("omap" | "pairs"), Value::Sequence(items)) if items.iter().any(|item| item.entries().len() != 1) => {
            Some(mismatch(name, true, at, end))
        }
        (Some("set"), Value::Mapping(_)) => Some(read_differently(CollectionTag::Set, at)),
        (Some("omap"), Value::Sequence(_)) => Some(read_differently(CollectionTag::OrderedMap, at)),
        (Some("pairs"), Value::Sequence(_)) => Some(read_differently(CollectionTag::Pairs, at)),
        _ if name == "!" => None,
        _ => Some(unknown(name, at, end)),
    }
}

/// What Python does not take about the name (`&name`) of a value; `behind` is the text that follows.
pub(super) fn odd_name(name: &str, at: Span, behind: &str) -> Option<Problem> {
    // js-yaml ends a name at a bracket, PyYAML wants a space behind it.
    let bracket = behind.chars().next().filter(|c| matches!(c, '[' | '{'));
    let odd = name.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).or(bracket)?;
    let name = name.to_owned();
    Some(Problem::new(YamlProblem::Reserved(Reserved::AnchorName { name, character: odd }), at))
}

/// A tag with a bracket or a comma right behind it, which both parsers take for a part of it.
pub(super) fn not_apart(shown: &str, at: Span, end: usize) -> Problem {
    problem(TagProblem::NotApart(shown.to_owned()), at)
        .hub_yaml("tag suffix cannot contain flow indicator characters", end)
}

/// Whether js-yaml finds whole bytes in a text.
fn is_base64(text: &str) -> bool {
    let mut digits = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r'));
    let count = digits.clone().count();
    !text.is_empty()
        && count * 6 % 8 == 0
        && digits.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

fn problem(kind: TagProblem, at: Span) -> Problem {
    Problem::new(YamlProblem::Tag(kind), at)
}

fn unknown(name: &str, at: Span, end: usize) -> Problem {
    let shown = name.strip_prefix(CORE).map_or_else(|| name.to_owned(), |core| format!("!!{core}"));
    problem(TagProblem::Unknown(shown), at).hub_yaml(format!("unknown tag !<{name}>"), end)
}

fn mismatch(name: &str, python: bool, at: Span, end: usize) -> Problem {
    let tag = name.strip_prefix(CORE).unwrap_or(name).to_owned();
    problem(TagProblem::Mismatch { tag, python }, at)
        .repair(Repair::suggested(vec![Edit::delete(at)]))
        .hub_yaml(format!("cannot resolve a node with !<{name}> explicit tag"), end)
}

fn read_differently(tag: CollectionTag, at: Span) -> Problem {
    Problem::new(YamlProblem::TagReadDifferently(tag), at)
}
