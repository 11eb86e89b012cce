//! Values with a tag (`!!int`, `!mine`), as both parsers construct them, and names (`&name`) of values.

use super::{Node, Problem, Style, Value, scalar};
use crate::source::{Edit, Fix, Span};

const CORE: &str = "tag:yaml.org,2002:";

/// The value of a tagged scalar; `node` brings place and style.
/// `after` is the next token, where js-yaml stands when the scalar is empty.
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
        "str" => node.value = Value::String(text),
        "binary" if is_base64(&text) => {
            node.value = Value::String(text);
            let at = Span::new(at.start, node.span.end);
            let message = "`!!binary` makes bytes of this value, and no card has any: the Hub reads a buffer, Python reads `bytes`";
            let problem = Problem::new("unknown-tag", at, message);
            return (node, Some(problem.help("write text without a tag")));
        }
        "binary" => {
            node.value = Value::String(text);
            return (node, Some(refused("the Hub refuses", name, at, end)));
        }
        // js-yaml makes an empty list or map of nothing.
        "seq" | "map" | "set" | "omap" | "pairs" if text.is_empty() && node.style == Style::Plain => {
            let shown = format!("Python refuses the tag `!!{core}` with nothing behind it");
            return (node, Some(Problem::new("unknown-tag", at, shown).help("write `[]` or `{}`, or remove the tag")));
        }
        "int" | "float" | "bool" | "null" | "timestamp" => {
            let problem = match (is(&plain), core == "null" || python.as_ref().is_some_and(is)) {
                (true, _) => None,
                (false, true) => Some(refused("the Hub refuses", name, at, end)),
                (false, false) => Some(refused("the Hub and Python refuse", name, at, end)),
            };
            if core == "timestamp" && problem.is_none() {
                node.python = Some(Box::new(plain.clone()));
            } else if is(&plain) {
                node.python = python.filter(|python| *python != plain).map(Box::new);
            }
            node.value = plain;
            return (node, problem);
        }
        _ => {
            node.value = Value::String(text);
            return (node, Some(unknown(name, at, end)));
        }
    }
    (node, None)
}

/// What is wrong with the tag of a list or a map.
pub(super) fn collection(name: &str, at: Span, node: &Node, after: usize) -> Option<Problem> {
    let end = if node.style == Style::Block { after } else { node.span.end };
    match (name.strip_prefix(CORE), &node.value) {
        (Some("map"), Value::Mapping(_)) | (Some("seq"), Value::Sequence(_)) => None,
        (Some("set"), Value::Mapping(entries)) if entries.iter().any(|entry| entry.value.value != Value::Null) => {
            Some(refused("the Hub refuses", name, at, end))
        }
        (Some("omap" | "pairs"), Value::Sequence(items)) if items.iter().any(|item| item.entries().len() != 1) => {
            Some(refused("the Hub and Python refuse", name, at, end))
        }
        (Some("set"), Value::Mapping(_)) => Some(apart(at, "a map of nulls", "a set")),
        (Some("omap"), Value::Sequence(_)) => Some(apart(at, "a list of maps", "a list of pairs")),
        (Some("pairs"), Value::Sequence(_)) => Some(apart(at, "a list of lists", "a list of pairs")),
        _ if name == "!" => None,
        _ => Some(unknown(name, at, end)),
    }
}

/// What Python does not take about the name (`&name`) of a value; `behind` is the text that follows.
pub(super) fn odd_name(name: &str, at: Span, behind: &str) -> Option<Problem> {
    // js-yaml ends a name at a bracket, PyYAML wants a blank behind it.
    let bracket = behind.chars().next().filter(|c| matches!(c, '[' | '{'));
    let odd = name.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).or(bracket)?;
    let message = format!("`&{name}` is a name for the value behind it, and Python takes no `{odd}` in a name");
    Some(
        Problem::new("yaml-reserved-value", at, message)
            .help("quote the value if the `&` belongs to a text, or name it with ASCII letters, digits, `-` and `_`"),
    )
}

/// A tag with a bracket or a comma right behind it, which both parsers take for a part of it.
pub(super) fn not_apart(shown: &str, at: Span, end: usize) -> Problem {
    Problem::new("unknown-tag", at, format!("the Hub and Python refuse the tag `{shown}`, for no blank follows it"))
        .help("quote a text that begins with `!`")
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

fn unknown(name: &str, at: Span, end: usize) -> Problem {
    let shown = name.strip_prefix(CORE).map_or_else(|| name.to_owned(), |core| format!("!!{core}"));
    let problem = Problem::new("unknown-tag", at, format!("the Hub and Python refuse the tag `{shown}`"));
    let problem = if name.contains("python/") {
        problem.help("it was written by `yaml.dump`: write plain lists and numbers, as `yaml.safe_dump` does")
    } else {
        problem.help("remove the tag, or quote a text that begins with `!`")
    };
    problem.hub_yaml(format!("unknown tag !<{name}>"), end)
}

fn refused(who: &str, name: &str, at: Span, end: usize) -> Problem {
    let shown = name.strip_prefix(CORE).unwrap_or(name);
    Problem::new("unknown-tag", at, format!("{who} this value for the tag `!!{shown}`"))
        .help("remove the tag")
        .fix(Fix::suggested("remove the tag", vec![Edit::delete(Span::new(at.start, at.end))]))
        .hub_yaml(format!("cannot resolve a node with !<{name}> explicit tag"), end)
}

fn apart(at: Span, hub: &str, python: &str) -> Problem {
    Problem::new("yaml-dialects-disagree", at, format!("the Hub reads {hub}, Python reads {python}"))
        .help("write a plain list, map or text without a tag")
}
