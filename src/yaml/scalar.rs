//! What each parser makes of a plain scalar.

use super::Value;
use crate::source::Span;

/// A plain scalar as js-yaml 4 resolves it. An empty span is an absent value.
pub(super) fn hub(text: &str, span: Span) -> Value {
    if span.is_empty() {
        return Value::Null;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(value) = text.parse::<i128>() {
        return Value::Int(value);
    }
    if text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
        && let Ok(value) = text.parse::<f64>()
    {
        return Value::Float(value);
    }
    Value::String(text.to_owned())
}
